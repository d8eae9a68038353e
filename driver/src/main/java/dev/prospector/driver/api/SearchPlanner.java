package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.Oracle;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.BatchSize;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * From a {@link SearchSpec} and what it names (bundle, verifiers, prompts) to a {@link
 * PlannedSearch}, or to all that stands against it at once. Nothing is loaded and no Spark is
 * needed. {@link Prospector} runs what comes of it.
 */
public final class SearchPlanner {
  /** The verifier of a session whose caller tells the scores. */
  private static final String NONE = "none";

  /** From so many prompts on they are searched in two waves. */
  private static final int HALVED = 100;

  /** The same where a budget is shared: a wave learns from its own prompts alone. */
  private static final int HALVED_SHARING = 200;

  /** An oracle chooses among a wave's images, the better the more there are. */
  private static final int LARGEST_WAVE = 1000;

  private final HadoopFiles files;

  /**
   * A planner.
   *
   * @param conf knows the file systems
   */
  public SearchPlanner(Configuration conf) {
    this.files = new HadoopFiles(conf);
  }

  /**
   * Plans a search.
   *
   * @param prompts their ordinals are their positions; none to plan without
   * @throws InvalidInputException with everything that stands against it
   */
  public PlannedSearch plan(SearchSpec spec, List<Prompt> prompts) {
    Problems problems = new Problems();
    Optional<PlannedSearch> planned = plan(spec, prompts, problems);
    problems.throwIfAny();
    return planned.orElseThrow();
  }

  /**
   * Plans a search whose input has more sources of problems.
   *
   * @param problems takes what stands against it
   * @return empty if something does
   */
  public Optional<PlannedSearch> plan(SearchSpec spec, List<Prompt> prompts, Problems problems) {
    int before = problems.count();
    List<String> warnings = new ArrayList<>();
    Optional<ModelBundle> bundle = bundle(spec.model(), problems);
    Optional<DrawnImages> images = bundle.map(DrawnImages::of);
    AvailableVerifiers verifiers = new AvailableVerifiers(spec.target(), images, files, problems);
    Optional<VerifierChoice> choice =
        spec.target().verifier().isPresent()
            ? Optional.empty()
            : VerifierChoice.of(verifiers, prompts, problems);
    choice.flatMap(VerifierChoice::note).ifPresent(warnings::add);
    String by = spec.target().verifier().or(() -> choice.map(VerifierChoice::name)).orElse(NONE);
    SearchTarget target = target(by, verifiers, problems);
    target.verifiers().forEach(name -> verifiers.requireAccepts(name, prompts));
    List<String> heldOut =
        spec.target()
            .heldOut()
            .orElseGet(() -> verifiers.others(target.verifiers(), prompts, warnings));
    spec.target()
        .heldOut()
        .ifPresent(
            names -> {
              verifiers.requireKnown(names, target.verifiers());
              names.forEach(name -> verifiers.requireAccepts(name, prompts));
            });
    List<String> watching =
        spec.spending()
            .stopAtKnee()
            .map(knee -> verifiers.with(knee, heldOut, target.verifiers(), prompts, warnings))
            .orElse(heldOut);
    List<String> used = new ArrayList<>(target.verifiers());
    used.addAll(watching);
    Map<String, String> options = verifiers.prepared(used);
    requireNoContradiction(spec, prompts.size(), problems);
    if (bundle.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> features = spec.target().features().or(bundle.get().measures()::features);
    features.ifPresent(reference -> requireFeatures(reference, images.get(), problems));
    spec.sampling()
        .guidance()
        .ifPresent(asked -> bundle.get().guidanceType().note(asked).ifPresent(warnings::add));
    Optional<String> dtype = searchDtype(spec.sampling(), bundle.get(), problems);
    int halved = spec.spending().isShared() ? HALVED_SHARING : HALVED;
    int wave = target.oracle().isPresent() ? LARGEST_WAVE : wave(prompts.size(), halved);
    SearchSpec whole = LookModels.inlined(spec, files, problems);
    SearchSpec resolved =
        new CalibratedUntil(files, problems, warnings)
            .resolved(
                resolved(whole, bundle.get(), dtype, by, watching, options, wave), bundle.get());
    Optional<SearchPlan> plan =
        new ResolvedSearch(resolved, target, bundle.get(), prompts.size(), files)
            .plan(verifiers, problems);
    plan.map(found -> found.engine().features()) // Those of an oracle, which may be others.
        .filter(reference -> !reference.isEmpty() && !features.equals(Optional.of(reference)))
        .ifPresent(reference -> requireFeatures(reference, images.get(), problems));
    warnings.addAll(PromptChecks.read(bundle.get(), prompts, problems));
    List<Prompt> started = started(spec, bundle.get(), prompts, problems);
    return problems.count() > before || plan.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PlannedSearch(
                resolved.toBuilder().budget(plan.get().nfe()).build(),
                plan.get(),
                bundle.get(),
                started,
                spec.execution().batch().isEmpty(),
                spec.execution().wave().isEmpty(),
                warnings));
  }

  private static SearchTarget target(String text, AvailableVerifiers verifiers, Problems problems) {
    if (text.equals(NONE)) {
      return new SearchTarget(List.of(), WeightedSum.ofOne(), Optional.empty());
    }
    try {
      SearchTarget target = SearchTarget.parse(text);
      target.verifiers().forEach(name -> requireKnown(name, text, verifiers.names()));
      return target;
    } catch (IllegalArgumentException e) {
      problems.wrong("verifier", text, e.getMessage());
      return new SearchTarget(List.of(), WeightedSum.ofOne(), Optional.empty());
    }
  }

  private static void requireKnown(String verifier, String target, Set<String> known) {
    if (!known.contains(verifier)) {
      Set<String> names = new TreeSet<>(known);
      names.addAll(Oracle.titles());
      throw new IllegalArgumentException(
          verifier.equals(target)
              ? NameSuggestions.oneOf(
                  verifier, names, ", ensemble(a,b), pessimistic(a,b:1) or sum(a:1,b:2)")
              : "instead of '%s' %s".formatted(verifier, NameSuggestions.oneOf(verifier, names)));
    }
  }

  private void requireFeatures(String reference, DrawnImages images, Problems problems) {
    try {
      images
          .refusal(reference, FeatureProviders.named(reference, files).imageSize())
          .ifPresent(reason -> problems.add("features: " + reason));
    } catch (IllegalArgumentException e) {
      problems.add("features: " + e.getMessage());
    }
  }

  private static void requireNoContradiction(SearchSpec spec, int prompts, Problems problems) {
    SearchSpec.Target target = spec.target();
    Spending spending = spec.spending();
    if (spending.candidates().isPresent() && spending.budget().isPresent()) {
      problems.wrong(
          "budget", spending.budget().getAsLong(), "either budget or candidates, not both");
    }
    if (spending.candidates().isPresent() && target.topK() > spending.candidates().getAsLong()) {
      problems.wrong(
          "top-k",
          target.topK(),
          "at most as many as candidates, " + spending.candidates().getAsLong());
    }
    long most = Integer.MAX_VALUE / spending.candidates().orElse(1);
    if (Math.min(prompts, spec.execution().wave().orElse(LARGEST_WAVE)) > most) {
      problems.wrong(
          "wave",
          spec.execution().wave().orElse(LARGEST_WAVE),
          "at most %d: a round has 2^31 candidates at most".formatted(most));
    }
    if (spec.model().strength().isPresent() && spec.model().initImage().isEmpty()) {
      problems.wrong(
          "strength",
          spec.model().strength().getAsDouble(),
          "it only with init-image, the column of the prompts' images");
    }
    if (spec.model().height().isPresent() != spec.model().width().isPresent()) {
      problems.add("only one of height and width was given, expected both or none");
    }
    if (!Algorithms.all().containsKey(target.algorithm())) {
      problems.wrong(
          "algorithm",
          target.algorithm(),
          NameSuggestions.oneOf(target.algorithm(), Algorithms.all().keySet()));
    }
  }

  private Optional<ModelBundle> bundle(SearchSpec.Model model, Problems problems) {
    try {
      return Optional.of(EngineSpecs.model(model, false).described(files));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** In which the search draws, if it is another than the bundle's own. */
  private static Optional<String> searchDtype(
      SearchSpec.Sampling sampling, ModelBundle bundle, Problems problems) {
    String own = bundle.parts().get(ModelBundle.DENOISER).dtype();
    Optional<String> asked = sampling.searchDtype().filter(dtype -> !dtype.equals(own));
    try {
      asked.ifPresent(bundle::realisation);
      return asked;
    } catch (IllegalArgumentException e) {
      problems.add("search-dtype: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Half of them, since two waves fill each other's gaps; few prompts would be short of batches.
   */
  private static int wave(int prompts, int halved) {
    return prompts < halved ? halved : Math.min(LARGEST_WAVE, (prompts + 1) / 2);
  }

  private static SearchSpec resolved(
      SearchSpec spec,
      ModelBundle bundle,
      Optional<String> searchDtype,
      String verifier,
      List<String> heldOut,
      Map<String, String> options,
      int wave) {
    SearchSpec.Sampling sampling = spec.sampling();
    int steps = sampling.steps().orElse(bundle.steps());
    SearchSpecBuilder resolved =
        spec.toBuilder()
            .bundle(ModelBundle.located(spec.model().bundle()))
            .sampler(sampling.sampler().orElse(bundle.sampler()))
            .steps(steps)
            .searchSteps(sampling.searchSteps().orElse(steps))
            .searchDtype(searchDtype.orElse(null))
            .guidance(bundle.guidanceType().meant(sampling.guidance().orElse(bundle.guidance())))
            .verifier(verifier)
            .heldOut(heldOut.toArray(String[]::new))
            .batch(spec.execution().batch().orElse(BatchSize.onCpu(bundle.geometry().image())))
            .wave(spec.execution().wave().orElse(wave));
    spec.model()
        .initImage()
        .ifPresent(
            column ->
                resolved.set("strength", spec.model().strength().orElse(EngineSpecs.STRENGTH)));
    spec.target()
        .features()
        .ifPresent(name -> resolved.set("features", FeatureProviders.located(name)));
    // Options are replaced: verifiers have completed them, and bundles lie among them now.
    return resolved
        .set("verifier-options", null)
        .set("verifier-bundles", null)
        .set("verifier-options", options)
        .build();
  }

  /** The prompts, told apart by the images that they start from. */
  private List<Prompt> started(
      SearchSpec spec, ModelBundle bundle, List<Prompt> prompts, Problems problems) {
    List<Prompt> alike = PromptList.withAllColumns(prompts);
    return spec.model()
        .initImage()
        .map(column -> new InitImageHashes(column, bundle.geometry().image(), files, problems))
        .map(hashes -> hashes.hashed(alike))
        .orElse(alike);
  }
}
