package dev.prospector.jobs.doctor;

import static java.util.stream.Collectors.joining;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.api.SearchSpecBuilder;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.model.LibTorch;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.jobs.io.FileSystems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * One image of a model at the size that it draws by default, judged by those that would judge a
 * run's. Few steps will do: whatever fails, fails in the first.
 *
 * @param verifier that would be searched by; empty for the one that a search would take
 * @param verifierBundles directories by name
 */
record FirstImage(Optional<String> verifier, Map<String, String> verifierBundles) {
  private static final int STEPS = 2;

  /** A text that every verifier judges, and a class for models that know no texts. */
  private static final List<String> PROMPTS = List.of("a red circle", "0");

  /** What people write. */
  private static final String OTHER_PROMPT = "a photo of a dog";

  /** Draws it. */
  Finding of(String bundle) {
    HadoopFiles files = FileSystems.files();
    PlannedSearch planned;
    Optional<String> otherwise;
    try {
      ModelBundle model = ModelBundle.of(bundle, files);
      List<String> read = read(model, PROMPTS);
      planned = planned(bundle, model, read.isEmpty() ? "" : read.get(0));
      otherwise = againstOthers(bundle, model);
    } catch (RuntimeException | LinkageError e) {
      return Finding.fail(
          "image",
          Failures.line(bundle + ": " + Failures.reason(e)),
          "a search is refused likewise");
    }
    Finding drawn = of(bundle, planned, files);
    return drawn.level() == Finding.Level.OK && otherwise.isPresent()
        ? Finding.warn(
            "image",
            drawn.found(),
            "prompts such as \"%s\" are refused: %s".formatted(OTHER_PROMPT, otherwise.get()))
        : drawn;
  }

  private static Finding of(String bundle, PlannedSearch planned, HadoopFiles files) {
    try {
      long start = System.nanoTime();
      Outcome outcome = drawn(planned, files);
      double seconds = (System.nanoTime() - start) / 1e9;
      String title =
          "%s at %s".formatted(planned.bundle().name(), planned.bundle().geometry().image());
      return outcome instanceof Outcome.Scored scored
          ? Finding.ok("image", said(title, planned, scored, seconds))
          : failed(title + ": " + ((Outcome.Failed) outcome).reason());
    } catch (RuntimeException | LinkageError e) {
      return failed(bundle + ": " + Failures.reason(e));
    }
  }

  private static Finding failed(String reason) {
    return Finding.fail(
        "image",
        Failures.line(reason),
        "a search would fail likewise: name other verifiers, or export the bundle again with"
            + " --height and --width that it draws");
  }

  private PlannedSearch planned(String reference, ModelBundle bundle, String prompt) {
    SearchSpecBuilder spec =
        SearchSpec.builder()
            .bundle(reference)
            .set("verifier-bundles", verifierBundles)
            .candidates(1)
            .steps(Math.min(STEPS, bundle.steps()))
            .batch(1);
    verifier.ifPresent(spec::verifier);
    return new SearchPlanner(new Configuration())
        .plan(spec.build(), List.of(new Prompt(0, "0", prompt)));
  }

  /** Why nobody would judge what people write, where the search has the choice. */
  private Optional<String> againstOthers(String reference, ModelBundle bundle) {
    if (verifier.isPresent() || read(bundle, List.of(OTHER_PROMPT)).isEmpty()) {
      return Optional.empty();
    }
    try {
      PlannedSearch unused = planned(reference, bundle, OTHER_PROMPT);
      return Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.of(Failures.reason(e));
    }
  }

  /** Those of the texts that a model reads. */
  private static List<String> read(ModelBundle bundle, List<String> texts) {
    List<Tokenizer> tokenizers = bundle.openTokenizers();
    try {
      return texts.stream()
          .filter(text -> tokenizers.stream().allMatch(one -> one.refusal(text).isEmpty()))
          .toList();
    } finally {
      tokenizers.forEach(Tokenizer::close);
    }
  }

  private static Outcome drawn(PlannedSearch planned, HadoopFiles files) {
    int steps = planned.spec().sampling().steps().orElseThrow();
    Leg whole = new Leg(planned.bundle().firstSigma(steps), 0, steps);
    Candidate candidate =
        Candidate.whole(new CandidateId(0, 0, 0), NoiseLineage.fresh(0), whole, Readout.IMAGE);
    Prompt prompt = planned.prompts().get(0);
    EngineSpec spec = planned.plan().engine();
    OptionalInt device = LibTorch.gpus() > 0 ? OptionalInt.of(0) : OptionalInt.empty();
    try (Engine engine = Engine.of(spec, device, files)) {
      engine.encode(List.of(prompt));
      return new DenoiseAndVerify(engine, ordinal -> prompt)
          .evaluate(List.of(candidate))
          .get(0)
          .outcome();
    }
  }

  private static String said(
      String title, PlannedSearch planned, Outcome.Scored scored, double seconds) {
    List<String> verifiers = planned.plan().engine().verifiers();
    String scores =
        IntStream.range(0, verifiers.size())
            .mapToObj(
                i -> String.format(Locale.ROOT, "%s %.3f", verifiers.get(i), scored.scores().of(i)))
            .collect(joining(", "));
    String notes =
        planned.warnings().stream()
            .filter(note -> note.startsWith("held-out") || note.startsWith("verifier"))
            .map(note -> "; " + note)
            .collect(joining());
    return String.format(
        Locale.ROOT,
        "%s, %d steps with loading in %.1f s: %s%s",
        title,
        planned.spec().sampling().steps().orElseThrow(),
        seconds,
        scores,
        notes);
  }
}
