package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.noise.NoiseField;
import dev.prospector.executors.sampling.Sampler;
import dev.prospector.executors.sampling.Samplers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * The same seed gives diffusers' latents and image. {@code deploy/models/reference/conformance.py}
 * runs the pipelines, of random weights, and writes what it exported and what it drew to a
 * directory, which the environment variable names.
 */
@EnabledIfEnvironmentVariable(named = "PROSPECTOR_CONFORMANCE", matches = ".+")
class DiffusersConformanceTest {
  private static final double LATENTS = 1e-3;
  private static final int IMAGE = 2;

  private final Path root = Path.of(System.getenv("PROSPECTOR_CONFORMANCE"));

  @TestFactory
  Stream<DynamicTest> theSameSeedGivesDiffusersImage() throws IOException {
    Path table = root.resolve("table.tsv");
    Files.writeString(table, "family\tvariant\tguidance\tbatch\tsize\tlatents\timage\n");
    try (Stream<Path> found = Files.list(root.resolve("cases"))) {
      List<Path> cases = found.sorted().toList();
      assertThat(cases).isNotEmpty();
      return cases.stream()
          .map(one -> dynamicTest(one.getFileName().toString(), () -> compare(one, table)));
    }
  }

  private void compare(Path directory, Path table) throws IOException {
    JsonNode one = new JsonMapper().readTree(directory.resolve("case.json").toFile());
    int rows = one.path("seeds").size();
    ModelSpec model =
        new ModelSpec(
            root.resolve(one.path("bundle").asText()).toString(),
            new ImageSize(one.path("height").asInt(), one.path("width").asInt()),
            "",
            false);
    String sampler = one.path("sampler").asText();
    double guidance = one.path("guidance").asDouble();
    EngineSpec spec = new EngineSpec(model, sampler, guidance, List.of(), 0, Map.of(), "", rows);
    List<float[]> latents = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    Optional<NpyArray> noise =
        Optional.of(one.path("step_noise"))
            .filter(JsonNode::isTextual)
            .map(file -> NpyArray.read(directory.resolve(file.asText())));
    HadoopFiles files = HadoopFiles.ofClassPath();
    try (Engine engine = Engine.of(spec, OptionalInt.empty(), files);
        NDManager scope = engine.model.newManager()) {
      List<Candidate> candidates = candidates(engine, one);
      NDArray end =
          noise.isPresent()
              ? sampled(engine, scope, one, noise.get())
              : walked(engine, scope, one, candidates);
      latents.addAll(rows(end, rows));
      images.addAll(Image.of(engine.model.decode(end)));
      if (noise.isEmpty()) { // what a search draws is the same image
        DenoiseAndVerify evaluator = new DenoiseAndVerify(engine, ordinal -> prompt(one, ordinal));
        assertThat(evaluator.evaluate(candidates))
            .extracting(row -> row.image().orElseThrow())
            .isEqualTo(images);
      }
    }
    NpyArray expectedLatents = NpyArray.read(directory.resolve(one.path("latents").asText()));
    NpyArray expectedImages = NpyArray.read(directory.resolve(one.path("images").asText()));
    double apart = 0;
    int levels = 0;
    for (int row = 0; row < rows; row++) {
      apart = Math.max(apart, relative(latents.get(row), expectedLatents.row(row)));
      levels = Math.max(levels, levelsApart(images.get(row), expectedImages.row(row)));
    }
    Files.writeString(
        table,
        String.format(
            Locale.ROOT,
            "%s\t%s\t%s\t%d\t%s\t%.1e\t%d%n",
            one.path("family").asText(),
            one.path("variant").asText(),
            guidance,
            rows,
            model.size(),
            apart,
            levels),
        StandardOpenOption.APPEND);
    assertThat(apart).as("largest difference of latents over their deviation").isLessThan(LATENTS);
    assertThat(levels).as("largest difference of images in 255ths").isLessThanOrEqualTo(IMAGE);
  }

  private static Prompt prompt(JsonNode one, int ordinal) {
    JsonNode negative = one.path("negative").path(ordinal);
    Map<String, String> columns =
        negative.isTextual() ? Map.of("negative_prompt", negative.asText()) : Map.of();
    String text = one.path("prompts").path(ordinal).asText();
    return new Prompt(ordinal, "p" + ordinal, text, columns);
  }

  private static List<Candidate> candidates(Engine engine, JsonNode one) {
    int steps = one.path("steps").asInt();
    Leg whole = new Leg(engine.model.bundle().firstSigma(steps), 0, steps);
    List<Candidate> candidates = new ArrayList<>();
    for (int row = 0; row < one.path("seeds").size(); row++) {
      NoiseLineage noise = NoiseLineage.fresh(one.path("seeds").path(row).asLong());
      candidates.add(Candidate.whole(new CandidateId(row, 0, row), noise, whole, Readout.IMAGE));
    }
    return candidates;
  }

  /** Where an evaluator's walk ends. */
  private static NDArray walked(
      Engine engine, NDManager scope, JsonNode one, List<Candidate> candidates) {
    LegRunner walk =
        new LegRunner(engine, scope, candidates, conditions(engine, scope, one), false);
    return walk.own(walk.start(candidate -> prompt(one, candidate.id().prompt())));
  }

  /** A stochastic sampler draws its own noise; to be compared it is given what diffusers drew. */
  private static NDArray sampled(Engine engine, NDManager scope, JsonNode one, NpyArray noise) {
    ModelBundle bundle = engine.model.bundle();
    double[] levels = bundle.schedule().sigmas(one.path("steps").asInt());
    Sampler sampler = Samplers.named(engine.spec.sampler(), bundle.process());
    int rows = one.path("seeds").size();
    Shape shape = new Shape(rows).addAll(bundle.geometry().latent());
    int size = (int) bundle.geometry().latent().size();
    float[] start = new float[rows * size];
    for (int row = 0; row < rows; row++) {
      float[] drawn =
          new NoiseField(size).of(NoiseLineage.fresh(one.path("seeds").path(row).asLong()));
      System.arraycopy(drawn, 0, start, row * size, size);
    }
    NDList conditions = conditions(engine, scope, one);
    return sampler.sample(
        bundle.prediction().denoiser(engine.model.network(conditions, engine.spec.guidance())),
        scope.create(start, shape).mul(bundle.schedule().initialScale(levels[0])),
        levels,
        (manager, sigma) -> manager.create(noise.row(step(levels, sigma)), shape));
  }

  private static NDList conditions(Engine engine, NDManager scope, JsonNode one) {
    int rows = one.path("seeds").size();
    return engine.conditions(
        scope, IntStream.range(0, rows).mapToObj(row -> prompt(one, row)).toList());
  }

  private static List<float[]> rows(NDArray latents, int rows) {
    float[] values = latents.toFloatArray();
    int size = values.length / rows;
    return IntStream.range(0, rows)
        .mapToObj(row -> Arrays.copyOfRange(values, row * size, (row + 1) * size))
        .toList();
  }

  /** Which step arrives at a level. */
  private static int step(double[] levels, double sigma) {
    for (int i = 1; i < levels.length; i++) {
      if (levels[i] == sigma) {
        return i - 1;
      }
    }
    throw new IllegalArgumentException("no step arrives at sigma " + sigma);
  }

  /** Largest difference over the expected values' root mean square. */
  private static double relative(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double apart = 0;
    double square = 0;
    for (int i = 0; i < found.length; i++) {
      apart = Math.max(apart, Math.abs(found[i] - expected[i]));
      square += (double) expected[i] * expected[i];
    }
    return apart / Math.sqrt(square / found.length);
  }

  private static int levelsApart(Image found, float[] expected) {
    float[] levels = new float[3 * found.height() * found.width()];
    found.copyTo(levels, 0);
    assertThat(expected).hasSameSizeAs(levels);
    int apart = 0;
    for (int i = 0; i < levels.length; i++) {
      apart =
          Math.max(apart, Math.abs(Math.round(255 * levels[i]) - Math.round(255 * expected[i])));
    }
    return apart;
  }
}
