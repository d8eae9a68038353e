package dev.prospector.jobs.catalog;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.search.AlgorithmProvider;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.Oracle;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.sampling.Samplers;
import dev.prospector.executors.settings.Provider;
import dev.prospector.executors.text.TokenizerFile;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Everything of one kind that can be chosen by name, one's own on the class path too. Nothing here
 * is known twice: the providers are asked, and no model is loaded.
 *
 * @param name of the kind, for a command
 * @param singular what one is called, for messages
 * @param chosenBy the flags that take a name, in a sentence
 * @param entries by their names
 */
public record Catalog(
    String name, String singular, String chosenBy, Supplier<Map<String, Entry>> entries) {

  /** All kinds. */
  public static List<Catalog> all() {
    return List.of(
        new Catalog(
            "verifiers",
            "verifier",
            "Who can judge: what --verifier and --held-out take. Those of your own that are bundles"
                + " are shown by 'prospector models inspect DIR'.",
            Catalog::verifiers),
        new Catalog(
            "algorithms",
            "algorithm",
            "Ways to search: what --algorithm takes.",
            () -> entries(Algorithms.all().values(), Catalog::algorithm)),
        new Catalog(
            "samplers",
            "sampler",
            "Ways to walk a trajectory: what --sampler takes.",
            () ->
                entries(
                    Samplers.all().values(),
                    sampler -> Entry.of(sampler, List.of(), "--sampler-option "))),
        new Catalog(
            "bundles",
            "bundle",
            "Models that are built in: what --bundle takes, besides a directory or a URI of a bundle,"
                + " which 'prospector models inspect DIR' shows.",
            Catalog::bundles),
        new Catalog(
            "features",
            "features",
            "Networks that describe images by numbers: what --features takes, besides a bundle's"
                + " directory.",
            () -> entries(FeatureProviders.all().values(), Catalog::features)));
  }

  /**
   * The one of this name.
   *
   * @throws InvalidInputException if there is none
   */
  public Entry named(String wanted) {
    Map<String, Entry> all = entries.get();
    Entry found = all.get(wanted);
    if (found == null) {
      throw new InvalidInputException(
          "no %s '%s'; %s".formatted(singular, wanted, NameSuggestions.hint(wanted, all.keySet())));
    }
    return found;
  }

  private static <P extends Provider> Map<String, Entry> entries(
      Collection<P> providers, Function<P, Entry> entry) {
    Map<String, Entry> entries = new TreeMap<>();
    providers.forEach(provider -> entries.put(provider.name(), entry.apply(provider)));
    return entries;
  }

  private static Map<String, Entry> verifiers() {
    Map<String, Entry> entries = entries(Verifiers.all().values(), Catalog::verifier);
    for (Oracle oracle : Oracle.values()) {
      List<String> facts =
          List.of(
              "prompts: any text",
              "judges the winners of all prompts together: a single image has no score by it, and"
                  + " --held-out does not take it");
      entries.put(
          oracle.title(), new Entry(oracle.title(), oracle.description(), facts, List.of()));
    }
    return entries;
  }

  private static Entry verifier(VerifierProvider verifier) {
    List<String> facts = new ArrayList<>();
    facts.add("prompts: " + verifier.prompts());
    verifier.imageSize(Map.of()).ifPresent(size -> facts.add("images: " + size + " only"));
    if (verifier.looksEarly()) {
      facts.add("looks at what sampling foresees on its way too");
    }
    if (verifier.onlyByName()) {
      facts.add("judges only where it is named, never by --held-out auto");
    }
    return Entry.of(verifier, facts, "--verifier-option " + verifier.name() + ".");
  }

  private static Entry algorithm(AlgorithmProvider algorithm) {
    boolean ours = Algorithms.ours().contains(algorithm);
    return Entry.of(algorithm, List.of(), ours ? "--" : "--algorithm-option ");
  }

  private static Entry features(FeatureProvider features) {
    List<String> facts = new ArrayList<>();
    facts.add("%d numbers an image".formatted(features.size()));
    features.imageSize().ifPresent(size -> facts.add("images: " + size + " only"));
    return Entry.of(features, facts, "");
  }

  private static Map<String, Entry> bundles() {
    Map<String, Entry> entries = new TreeMap<>();
    for (String name : ModelBundle.EMBEDDED) {
      entries.put(name, bundle(name, ModelBundle.of(name, HadoopFiles.ofClassPath())));
    }
    return entries;
  }

  private static Entry bundle(String name, ModelBundle bundle) {
    int multiple = bundle.geometry().multiple();
    List<String> facts = new ArrayList<>();
    for (TokenizerFile tokenizer : bundle.tokenizers()) {
      facts.add(
          "prompts: "
              + (tokenizer.refuses()
                  ? "names of its classes"
                  : "any text, of which it reads %d tokens".formatted(tokenizer.length())));
    }
    facts.add(
        "images: %s%s"
            .formatted(
                bundle.geometry().image(),
                multiple == 0 ? "" : ", or any sides that are multiples of " + multiple));
    facts.add(
        "by default: --sampler %s --steps %d --guidance %s"
            .formatted(bundle.sampler(), bundle.steps(), bundle.guidance()));
    facts.add(
        String.format(
            Locale.ROOT,
            "size: %,d parameters, %.1f MB",
            bundle.parameters(),
            bundle.bytes() / 1e6));
    return new Entry(name, bundle.description(), facts, List.of());
  }
}
