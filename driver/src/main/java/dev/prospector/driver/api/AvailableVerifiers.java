package dev.prospector.driver.api;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.partitioningBy;

import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The verifiers that a search may use: those on the class path, and the user's bundles. */
final class AvailableVerifiers {
  /** The option that says where the bundle of a verifier lies. */
  private static final String BUNDLE = ".bundle";

  private static final Pattern BUNDLE_NAME = Pattern.compile("[a-z0-9_-]+");

  private final Map<String, VerifierProvider> byName = new TreeMap<>(Verifiers.all());
  private final Set<String> names;
  private final Map<String, String> options;
  private final Set<String> leftOut = new HashSet<>();
  private final Optional<DrawnImages> images;
  private final Problems problems;

  /**
   * Those of a spec; a bundle that can't be read is a problem, and left out.
   *
   * @param images that they are to judge; empty if nobody knows
   * @param files whence bundles behind URIs come
   */
  AvailableVerifiers(
      SearchSpec.Target target,
      Optional<DrawnImages> images,
      HadoopFiles files,
      Problems problems) {
    this.images = images;
    this.problems = problems;
    this.names = new TreeSet<>(byName.keySet());
    this.options = new TreeMap<>(target.verifierOptions());
    target
        .verifierBundles()
        .forEach(
            (name, directory) -> {
              if (byName.containsKey(name) || !BUNDLE_NAME.matcher(name).matches()) {
                problems.wrong(
                    "verifier-bundles",
                    name,
                    "a name of lower-case letters, digits, _ and - that is not built in");
              }
              options.put(name + BUNDLE, directory);
            });
    options.forEach(
        (option, directory) -> {
          String name = option.replaceFirst("\\..*", "");
          if (option.equals(name + BUNDLE) && !byName.containsKey(name)) {
            names.add(name);
            problems.collect(
                () -> byName.put(name, Verifiers.named(name, Map.of("bundle", directory), files)));
          }
        });
  }

  /** Their names, those of bundles that can't be read too. */
  Set<String> names() {
    return names;
  }

  /** Held-out verifiers as they were named, each known and named once. */
  void requireKnown(List<String> heldOut, List<String> searched) {
    Set<String> seen = new HashSet<>();
    for (String name : heldOut) {
      if (!names.contains(name)) {
        problems.wrong("held-out", heldOut, "each " + NameSuggestions.oneOf(name, names));
      } else if (searched.contains(name)) {
        problems.wrong(
            "held-out", heldOut, "verifiers other than '%s', which is searched".formatted(name));
      } else if (!seen.add(name)) {
        problems.wrong("held-out", heldOut, "each name once, not '" + name + "' twice");
      }
    }
  }

  /**
   * Those that watch, with the one that {@code stop-at-knee} names, which has to score every
   * candidate.
   *
   * @param notes takes a sentence if it would not have been among them
   */
  List<String> with(
      String knee,
      List<String> heldOut,
      List<String> searched,
      List<Prompt> prompts,
      List<String> notes) {
    if (!names.contains(knee)) {
      problems.wrong("stop-at-knee", knee, NameSuggestions.oneOf(knee, names));
    } else if (searched.contains(knee)) {
      problems.wrong("stop-at-knee", knee, "a verifier other than those that are searched");
    } else if (!heldOut.contains(knee)) {
      requireAccepts(knee, prompts);
      notes.add(
          "stop-at-knee names '%s', which held-out does not: it scores every candidate too, and is held out"
              .formatted(knee));
      List<String> more = new ArrayList<>(heldOut);
      more.add(knee);
      return more;
    }
    return heldOut;
  }

  /**
   * All that watch at no further cost, and can judge every prompt and the images.
   *
   * @param notes takes a sentence about those that images of another size leave out
   */
  List<String> others(List<String> searched, List<Prompt> prompts, List<String> notes) {
    Map<Boolean, List<VerifierProvider>> bySize =
        byName.values().stream()
            .filter(verifier -> !searched.contains(verifier.name()))
            .filter(verifier -> !verifier.onlyByName() && !verifier.looksEarly())
            .filter(verifier -> judgesAll(verifier, prompts, notes))
            .collect(partitioningBy(this::suits));
    if (!bySize.get(false).isEmpty()) {
      bySize.get(false).forEach(verifier -> leftOut.add(verifier.name()));
      notes.add(
          "held-out auto leaves out %s: they take images of another size than the %s of bundle '%s'"
              .formatted(
                  bySize.get(false).stream().map(VerifierProvider::name).collect(joining(", ")),
                  images.orElseThrow().size(),
                  images.orElseThrow().bundle()));
    }
    return bySize.get(true).stream().map(VerifierProvider::name).toList();
  }

  /** Of a bundle that the user named it is said if it doesn't; others may be of another world. */
  private boolean judgesAll(VerifierProvider verifier, List<Prompt> prompts, List<String> notes) {
    boolean judges = prompts.stream().allMatch(prompt -> verifier.refusal(prompt).isEmpty());
    if (!judges && options.containsKey(verifier.name() + BUNDLE)) {
      leftOut.add(verifier.name());
      notes.add(
          "held-out auto leaves out %s: it can't judge every prompt".formatted(verifier.name()));
    }
    return judges;
  }

  private boolean suits(VerifierProvider verifier) {
    return images.isEmpty() || images.get().suit(verifier.imageSize(optionsOf(verifier.name())));
  }

  boolean looksEarly(String name) {
    return byName.containsKey(name) && byName.get(name).looksEarly();
  }

  /** That a verifier can judge every prompt. */
  void requireAccepts(String name, List<Prompt> prompts) {
    if (!byName.containsKey(name)) {
      return; // Reported where it was named.
    }
    List<Prompt> refused = refused(name, prompts);
    if (!refused.isEmpty()) {
      String reason = byName.get(name).refusal(refused.get(0)).orElseThrow();
      boolean anyText = against(VerifierChoice.OF_ANY_TEXT, prompts).isEmpty();
      problems.add(
          "%s; expected other prompts, or a verifier that can, such as %s; '%s' says: %s"
              .formatted(
                  cannotJudge(name, refused, prompts),
                  anyText ? VerifierChoice.OF_ANY_TEXT : "a bundle (docs/verifiers.md)",
                  name,
                  reason));
    }
  }

  /** Those that watch at no further cost, whether or not they can judge. */
  List<String> unasked() {
    return byName.values().stream()
        .filter(verifier -> !verifier.onlyByName() && !verifier.looksEarly())
        .map(VerifierProvider::name)
        .toList();
  }

  /** What one has to judge to be searched by, in words. */
  String task() {
    return images
        .map(
            i ->
                "every prompt and images of %s, as bundle '%s' draws"
                    .formatted(i.size(), i.bundle()))
        .orElse("every prompt");
  }

  /** Why a verifier can't judge all prompts or the images, in a sentence; empty if it can. */
  Optional<String> against(String name, List<Prompt> prompts) {
    List<Prompt> refused = refused(name, prompts);
    return refused.isEmpty()
        ? images.flatMap(
            drawn ->
                drawn.difference(
                    "verifier '" + name + "'", byName.get(name).imageSize(optionsOf(name))))
        : Optional.of(cannotJudge(name, refused, prompts));
  }

  /** Those of the prompts that a verifier can't judge. */
  private List<Prompt> refused(String name, List<Prompt> prompts) {
    VerifierProvider verifier = byName.get(name);
    return prompts.stream().filter(prompt -> verifier.refusal(prompt).isPresent()).toList();
  }

  /** How many these are, and the first of them. */
  private static String cannotJudge(String name, List<Prompt> refused, List<Prompt> prompts) {
    Prompt first = refused.get(0);
    return "verifier '%s' can't judge %,d of %,d prompts, such as %s with id %s"
        .formatted(
            name,
            refused.size(),
            prompts.size(),
            Problems.quote(first.text()),
            Problems.quote(first.id()));
  }

  /** Names of those that are the user's own bundles and could be read. */
  List<String> own() {
    return byName.keySet().stream().filter(name -> options.containsKey(name + BUNDLE)).toList();
  }

  private Map<String, String> optionsOf(String name) {
    return EngineSpec.options(name, options);
  }

  /** The options of those that are used, completed by them; each has to take the images. */
  Map<String, String> prepared(List<String> used) {
    Map<String, String> prepared = new TreeMap<>();
    Map<String, String> unused = new TreeMap<>(options);
    for (String name : used) {
      Map<String, String> own = optionsOf(name);
      own.keySet().forEach(key -> unused.remove(name + "." + key));
      VerifierProvider verifier = byName.get(name);
      if (verifier != null) {
        problems.collect(
            () -> {
              Map<String, String> completed = verifier.prepare(own);
              completed.forEach((key, value) -> prepared.put(name + "." + key, value));
              images
                  .flatMap(i -> i.refusal("verifier '" + name + "'", verifier.imageSize(completed)))
                  .ifPresent(problems::add);
            });
      }
    }
    List<String> known = new ArrayList<>(used);
    unused.keySet().removeIf(key -> leftOut.contains(key.replaceFirst("\\..*", "")));
    for (String key : unused.keySet()) {
      problems.add(
          "verifier-options.%s: no such verifier is in use, expected one of %s"
              .formatted(key, String.join(", ", known)));
    }
    return prepared;
  }
}
