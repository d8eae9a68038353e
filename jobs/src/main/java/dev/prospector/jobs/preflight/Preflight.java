package dev.prospector.jobs.preflight;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.executors.bundle.GuidanceType;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.jobs.config.ModelConfig;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Holds a configuration against what it names (model, verifiers, prompts, directory) before Spark
 * starts, and fills in what they decide.
 */
public final class Preflight {
  private final Map<String, VerifierProvider> verifiers;
  private final Problems problems;
  private final Function<SearchConfig, String> directory;

  /**
   * Prepares.
   *
   * @param directory where a run goes, or {@link InvalidInputException}
   */
  public Preflight(
      Map<String, VerifierProvider> verifiers,
      Problems problems,
      Function<SearchConfig, String> directory) {
    this.verifiers = verifiers;
    this.problems = problems;
    this.directory = directory;
  }

  /**
   * What a search is run with.
   *
   * @param config with nothing left open but {@code prompts} and {@code master}
   * @param prompts with the hashes of the images that they start from
   */
  public record Checked(SearchConfig config, PromptSet prompts) {}

  /** What the search is to be run with. It is of no use if there is a problem. */
  public Checked complete(SearchConfig wish, PromptSet prompts) {
    HadoopFiles files = new HadoopFiles(FileSystems.configuration(wish.spark()));
    Optional<ModelBundle> bundle = bundle(wish, files);
    Optional<String> sampler = wish.sampler().or(() -> bundle.map(ModelBundle::sampler));
    OptionalInt steps = wish.steps();
    OptionalDouble guidance = wish.guidance();
    if (bundle.isPresent()) {
      steps = OptionalInt.of(steps.orElse(bundle.get().steps()));
      guidance = OptionalDouble.of(guidance.orElse(bundle.get().guidance()));
    }
    OptionalInt searchSteps = wish.searchSteps().isPresent() ? wish.searchSteps() : steps;
    wish.searchedBy().verifiers().forEach(name -> requireAccepts(name, prompts));
    List<String> heldOut = wish.heldOut().orElseGet(() -> others(wish, prompts));
    wish.heldOut().ifPresent(names -> names.forEach(name -> requireAccepts(name, prompts)));
    SearchConfig config =
        wish.completed(
            out(wish), heldOut, options(wish, heldOut), sampler, searchSteps, steps, guidance);
    bundle.ifPresent(model -> requirePlan(config, model));
    bundle.ifPresent(model -> requireReads(model, prompts));
    bundle.ifPresent(model -> requireHeard(config, model));
    wish.features().ifPresent(this::requireFeatures);
    return new Checked(config, started(wish, bundle, prompts, files));
  }

  /** The prompts, told apart by the images that they start from. */
  private PromptSet started(
      SearchConfig wish, Optional<ModelBundle> bundle, PromptSet prompts, HadoopFiles files) {
    Optional<InitImage> image = wish.model().initImage();
    if (image.isEmpty() || bundle.isEmpty()) {
      return prompts;
    }
    return new InitImages(image.get(), bundle.get().geometry().image(), files, problems)
        .hashed(prompts);
  }

  private void requirePlan(SearchConfig config, ModelBundle bundle) {
    try {
      SearchPlan plan = SearchPlanner.of(config, bundle);
      for (String name : config.searchedBy().verifiers()) {
        if (plan.algorithm().walksInLegs() && looksEarly(name)) {
          problems.add(
              "verifier '%s' compares an early prediction with the finished image, and algorithm '%s' looks before it is finished; expected another verifier"
                  .formatted(name, config.algorithm()));
        }
      }
    } catch (InvalidInputException e) {
      problems.add(e);
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
  }

  private void requireHeard(SearchConfig config, ModelBundle bundle) {
    double guidance = config.guidance().orElseThrow();
    if (!config.model().negativePrompt().isEmpty()
        && (guidance == 1 || bundle.guidanceType() == GuidanceType.EMBEDDED)) {
      problems.add(
          "negative-prompt was %s, which bundle %s does not hear at guidance %s; expected none"
              .formatted(Problems.quote(config.model().negativePrompt()), bundle.name(), guidance));
    }
  }

  private void requireReads(ModelBundle bundle, PromptSet prompts) {
    List<Tokenizer> tokenizers = bundle.openTokenizers();
    try {
      for (Prompt prompt : prompts.prompts()) {
        tokenizers.stream()
            .flatMap(tokenizer -> tokenizer.refusal(prompt.text()).stream())
            .findFirst()
            .ifPresent(
                reason ->
                    problems.add("prompt %s: %s".formatted(Problems.quote(prompt.id()), reason)));
      }
    } finally {
      tokenizers.forEach(Tokenizer::close);
    }
  }

  private boolean looksEarly(String name) {
    return verifiers.containsKey(name) && verifiers.get(name).looksEarly();
  }

  /** Every used verifier's options, completed by it. */
  private Map<String, String> options(SearchConfig wish, List<String> heldOut) {
    List<String> used = new ArrayList<>(wish.searchedBy().verifiers());
    used.addAll(heldOut);
    Map<String, String> prepared = new TreeMap<>();
    Map<String, String> unused = new TreeMap<>(wish.verifierOptions());
    for (String name : used) {
      Map<String, String> own = new TreeMap<>();
      wish.verifierOptions()
          .forEach(
              (key, value) -> {
                if (key.startsWith(name + ".")) {
                  own.put(key.substring(name.length() + 1), value);
                  unused.remove(key);
                }
              });
      if (verifiers.containsKey(name)) {
        try {
          verifiers
              .get(name)
              .prepare(own)
              .forEach((key, value) -> prepared.put(name + "." + key, value));
        } catch (IllegalArgumentException e) {
          problems.add(e.getMessage());
        }
      }
    }
    for (String key : unused.keySet()) {
      problems.add(
          "verifier-options.%s: no such verifier is in use, expected one of %s"
              .formatted(key, String.join(", ", used)));
    }
    return prepared;
  }

  private void requireFeatures(String reference) {
    try {
      FeatureProviders.named(reference);
    } catch (IllegalArgumentException e) {
      problems.add("features: " + e.getMessage());
    }
  }

  private Optional<ModelBundle> bundle(SearchConfig wish, HadoopFiles files) {
    try {
      ModelConfig model = wish.model();
      if (model.height().isPresent() != model.width().isPresent()) {
        throw new IllegalArgumentException(
            "only one of height and width was given, expected both or none");
      }
      return Optional.of(SearchPlanner.bundle(model, files));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** All that watch at no further cost. */
  private List<String> others(SearchConfig wish, PromptSet prompts) {
    return verifiers.values().stream()
        .filter(verifier -> !wish.searchedBy().verifiers().contains(verifier.name()))
        .filter(verifier -> !verifier.onlyByName() && !verifier.looksEarly())
        .filter(
            verifier ->
                prompts.prompts().stream().allMatch(prompt -> verifier.refusal(prompt).isEmpty()))
        .map(VerifierProvider::name)
        .toList();
  }

  private void requireAccepts(String name, PromptSet prompts) {
    VerifierProvider verifier = verifiers.get(name);
    if (verifier == null) {
      return; // Reported where the configuration was read.
    }
    for (Prompt prompt : prompts.prompts()) {
      verifier
          .refusal(prompt)
          .ifPresent(
              reason ->
                  problems.add(
                      "verifier '%s' can't judge prompt %s with id %s: %s"
                          .formatted(
                              name,
                              Problems.quote(prompt.text()),
                              Problems.quote(prompt.id()),
                              reason)));
    }
  }

  private Optional<String> out(SearchConfig wish) {
    try {
      return Optional.of(directory.apply(wish));
    } catch (InvalidInputException e) {
      problems.add(e);
      return wish.out();
    }
  }
}
