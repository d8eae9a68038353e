package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.sun.net.httpserver.HttpServer;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Renoise;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.image.InitImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitLatentsTest {
  private static final int SIDE = 32;

  @TempDir Path directory;

  private final List<Engine> engines = new ArrayList<>();
  private List<Prompt> prompts;

  @BeforeEach
  void twoPrompts() throws IOException {
    prompts =
        List.of(
            prompt(0, "a red circle", disc(200, 30, 40)),
            prompt(1, "a blue square", disc(20, 60, 220)));
  }

  @AfterEach
  void giveBack() {
    engines.forEach(Engine::close);
  }

  private Engine engine(double strength) {
    InitImage image = new InitImage("image", strength);
    ModelSpec model = new ModelSpec("shapes-s", null, "", false, image);
    EngineSpec spec = new EngineSpec(model, "euler", 1, List.of("realism"), 1, Map.of(), "", 4);
    return engine(spec);
  }

  private Engine engine(EngineSpec spec) {
    Engine engine = Engine.of(spec, OptionalInt.empty(), HadoopFiles.ofClassPath());
    engines.add(engine);
    return engine;
  }

  private static Image disc(int red, int green, int blue) {
    byte[] rgb = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < SIDE * SIDE; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      boolean inside = Math.hypot(x - 15.5, y - 13.5) < 7;
      rgb[3 * i] = (byte) (inside ? red : 90);
      rgb[3 * i + 1] = (byte) (inside ? green : 100);
      rgb[3 * i + 2] = (byte) (inside ? blue : 110);
    }
    return new Image(SIDE, SIDE, rgb);
  }

  private Path file(int ordinal) {
    return directory.resolve(ordinal + ".png");
  }

  private Prompt prompt(int ordinal, String text, Image image) throws IOException {
    Files.write(file(ordinal), image.png());
    Map<String, String> columns =
        Map.of("image", file(ordinal).toString(), InitImage.SHA256, Checksums.of(file(ordinal)));
    return new Prompt(ordinal, String.valueOf(ordinal), text, columns);
  }

  private static Candidate candidate(Engine engine, int prompt, int seed, int steps) {
    Leg whole = new Leg(engine.model.bundle().firstSigma(steps), 0, steps);
    return Candidate.whole(
        new CandidateId(prompt, 0, seed), NoiseLineage.fresh(seed), whole, Readout.IMAGE);
  }

  private List<EvaluatedSample> evaluate(Engine engine, Candidate... candidates) {
    return new DenoiseAndVerify(engine, prompts::get).evaluate(List.of(candidates));
  }

  /** {@code (1 - sigma) x₀ + sigma n}, each prompt with its own image, each candidate its noise. */
  @ParameterizedTest
  @CsvSource({"0.5, 6, 0.5", "0.8, 12, 0.8", "0.3, 15, 0.3", "1, 4, 1"})
  void aStartIsTheImageWithTheLineagesNoiseAtTheFirstLevel(
      double strength, int steps, double sigma) {
    Engine engine = engine(strength);
    List<Candidate> batch =
        List.of(
            candidate(engine, 0, 7, steps),
            candidate(engine, 1, 7, steps),
            candidate(engine, 0, 8, steps),
            candidate(engine, 1, 9, steps));
    try (NDManager scope = engine.model.newManager()) {
      List<Prompt> rows = batch.stream().map(c -> prompts.get(c.id().prompt())).toList();
      LegRunner walk = new LegRunner(engine, scope, batch, engine.conditions(scope, rows), false);
      float[] start = walk.start(c -> prompts.get(c.id().prompt())).toFloatArray();
      int elements = start.length / batch.size();
      for (int row = 0; row < batch.size(); row++) {
        float[] pixels = new float[elements];
        Image image = row % 2 == 0 ? disc(200, 30, 40) : disc(20, 60, 220);
        image.copyTo(pixels, 0);
        float[] noise = engine.noise.of(batch.get(row).lineage());
        for (int i = 0; i < elements; i++) {
          double expected = (1 - sigma) * (2.0 * pixels[i] - 1) + sigma * noise[i];
          assertThat((double) start[row * elements + i]).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  @Test
  void atTheLeastStrengthTheImageStaysAtTheGreatestItIsForgotten() {
    Image init = disc(200, 30, 40);
    Engine least = engine(.01);
    Engine half = engine(.5);
    Engine most = engine(1);
    int near = drawn(least, candidate(least, 0, 3, 1)).difference(init);
    int far = drawn(half, candidate(half, 0, 3, 6)).difference(init);
    assertThat(near).isLessThan(12).isLessThan(far);
    Engine none = engine(new EngineSpec("shapes-s", "euler", 1, List.of("realism"), 4));
    assertThat(drawn(most, candidate(most, 0, 3, 6)))
        .isEqualTo(drawn(none, candidate(none, 0, 3, 6)));
  }

  private Image drawn(Engine engine, Candidate candidate) {
    return evaluate(engine, candidate).get(0).image().orElseThrow();
  }

  @Test
  void anotherImageOrNoneFailsItsPromptAndNoOther() throws IOException {
    Engine engine = engine(.5);
    Candidate sound = candidate(engine, 1, 5, 4);
    Image alone = drawn(engine, sound);
    prompts = List.of(prompt(0, "a red circle", disc(201, 2, 3)), prompts.get(1)); // not yet seen
    String recorded = prompts.get(0).columns().get(InitImage.SHA256);
    Files.write(file(0), disc(1, 2, 3).png());
    DenoiseAndVerify evaluator = new DenoiseAndVerify(engine, prompts::get);
    List<EvaluatedSample> both =
        evaluator.evaluate(List.of(candidate(engine, 0, 4, 4), sound, candidate(engine, 0, 6, 4)));
    for (int row : new int[] {0, 2}) {
      assertThat(both.get(row).outcome()).isInstanceOf(Outcome.Failed.class);
      assertThat(reason(both.get(row)))
          .startsWith(file(0) + ": sha256 " + Checksums.of(file(0)) + ", expected " + recorded);
      assertThat(both.get(row).outcome().cost().nfe()).isZero();
    }
    assertThat(both.get(1).image()).hasValue(alone);
    assertThat(evaluator.nfe()).as("of the sound one").isEqualTo(4);

    Files.delete(file(0));
    assertThat(reason(evaluate(engine, candidate(engine, 0, 4, 4)).get(0)))
        .startsWith(file(0) + ": can't be read (");
  }

  /** What another try would mend is not held against a prompt, as a 404 is. */
  @Test
  void aServerThatIsAwayFailsNoPrompt() throws IOException {
    Engine engine = engine(.5);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    String uri = "http://127.0.0.1:%d/0.png".formatted(server.getAddress().getPort());
    Map<String, String> columns = Map.of("image", uri, InitImage.SHA256, "0".repeat(64));
    prompts = List.of(new Prompt(0, "0", "a red circle", columns), prompts.get(1));
    Candidate candidate = candidate(engine, 0, 4, 4);
    assertThat(reason(evaluate(engine, candidate).get(0))).startsWith(uri + ": can't be read (");
    server.stop(0);
    assertThatThrownBy(() -> evaluate(engine, candidate, candidate(engine, 1, 5, 4)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(uri + ": can't be read (Connection refused");
  }

  private static String reason(EvaluatedSample evaluated) {
    return ((Outcome.Failed) evaluated.outcome()).reason();
  }

  @Test
  void aImageIsReadOnce() throws IOException {
    Engine engine = engine(.5);
    prompts = List.of(prompt(0, "a red circle", disc(202, 2, 3)));
    Candidate candidate = candidate(engine, 0, 5, 4);
    Image first = drawn(engine, candidate);
    Files.delete(file(0));
    assertThat(drawn(engine, candidate)).isEqualTo(first);
  }

  /** Legs on from the start, one of them re-noised above it, with the parents at hand or not. */
  @Test
  void parentsThatAreGoneAreWalkedToFromTheImage() {
    Engine engine = engine(.5);
    Leg begin = new Leg(engine.model.bundle().firstSigma(4), .125, 4);
    Candidate first =
        Candidate.whole(new CandidateId(0, 0, 0), NoiseLineage.fresh(5), begin, Readout.NOTHING);
    Candidate second =
        first.child(
            new CandidateId(0, 1, 0), new Leg(new Renoise(.125, 77), .7, 0, 4), Readout.IMAGE);
    DenoiseAndVerify remembers = new DenoiseAndVerify(engine, prompts::get);
    remembers.evaluate(0, List.of(first));
    Outcome kept = remembers.evaluate(1, List.of(second)).get(0);
    Outcome again =
        new DenoiseAndVerify(engine, prompts::get, Latents.NONE)
            .evaluate(1, List.of(second))
            .get(0);
    assertThat(((Outcome.Scored) again).scores()).isEqualTo(((Outcome.Scored) kept).scores());
  }
}
