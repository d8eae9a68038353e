package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.image.InitImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What engines share, keep and let go of. Each test has a pool of its own. */
class EngineTest {
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();
  private static final Prompt PROMPT = new Prompt(0, "0", "a red circle");
  private static final List<String> VERIFIERS = List.of("detector", "realism");

  private LeasePool pool = new LeasePool(Long.MAX_VALUE);

  @AfterEach
  void closePool() {
    pool.close();
  }

  private Engine engine(EngineSpec spec) {
    return Engine.of(spec, OptionalInt.empty(), FILES, pool);
  }

  private Counts models() {
    return new Models(pool).counts();
  }

  private Counts verifiers() {
    return new OpenVerifiers(pool).counts();
  }

  private static EngineSpec shapes(String bundle) {
    return new EngineSpec(bundle, "euler", 1, VERIFIERS, 4);
  }

  private static EngineSpec spec(ModelSpec model, String sampler, double guidance, int batch) {
    return spec(model, sampler, guidance, VERIFIERS, batch, 0);
  }

  private static EngineSpec spec(
      ModelSpec model,
      String sampler,
      double guidance,
      List<String> verifiers,
      int batch,
      int tile) {
    Placement place = new Placement(Map.of(), tile);
    int searched = verifiers.size();
    return new EngineSpec(
        model, sampler, guidance, verifiers, searched, Map.of(), "", batch, place);
  }

  static List<EvaluatedSample> evaluate(Engine engine, int steps, int count) {
    Leg whole = new Leg(engine.model.bundle().firstSigma(steps), 0, steps);
    List<Candidate> batch =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Candidate.whole(
                        new CandidateId(0, 0, i), NoiseLineage.fresh(i), whole, Readout.IMAGE))
            .toList();
    return new DenoiseAndVerify(engine, ordinal -> PROMPT).evaluate(batch);
  }

  @Test
  void searchesThatDifferInWhatTheyDoWithAModelLoadItOnce() {
    ModelSpec plain = new ModelSpec("shapes-s");
    List<EngineSpec> specs =
        List.of(
            spec(plain, "euler", 1, 4),
            spec(plain, "euler", 2, 4),
            spec(plain, "heun", 1, 4),
            spec(plain, "euler-ancestral", 1, 4),
            spec(plain, "euler", 1, 2),
            spec(new ModelSpec("shapes-s", null, "a blue square", false), "euler", 2, 4),
            spec(new ModelSpec("shapes-s", null, "", true), "euler", 1, 4),
            spec(plain, "euler", 1, List.of("realism"), 4, 0));
    for (int i = 0; i < specs.size(); i++) {
      try (Engine engine = engine(specs.get(i))) {
        assertThat(evaluate(engine, 2 + i, 2)).allMatch(one -> one.outcome() instanceof Scored);
      }
    }
    InitImage start = new InitImage("image", .5);
    engine(spec(new ModelSpec("shapes-s", null, "", false, start), "euler", 1, 4)).close();
    assertThat(models()).isEqualTo(new Counts(1, 1, 1));
    assertThat(verifiers()).as("each of two once").isEqualTo(new Counts(2, 2, 2));
  }

  @Test
  void sizesAndTilesShareAModelToo() {
    List<Image> images = new ArrayList<>();
    for (int side : new int[] {32, 16, 64, 32}) {
      ImageSize size = side == 64 ? new ImageSize(64, 32) : new ImageSize(side, side);
      ModelSpec model = new ModelSpec("tight", size, "", false);
      try (Engine engine = engine(spec(model, "euler", 1, List.of(), 1, side == 64 ? 16 : 0))) {
        images.add(evaluate(engine, 2, 1).get(0).image().orElseThrow());
      }
    }
    assertThat(images).extracting(Image::height).containsExactly(32, 16, 64, 32);
    assertThat(images.get(3)).isEqualTo(images.get(0));
    assertThat(models()).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void anotherPlaceIsAnotherLoad() {
    Placement cpu = new Placement(Map.of("decoder", "cpu", "realism", "cpu"), 0);
    ModelSpec model = new ModelSpec("shapes-s");
    engine(shapes("shapes-s")).close();
    engine(new EngineSpec(model, "euler", 1, VERIFIERS, 2, Map.of(), "", 4, cpu)).close();
    assertThat(models().loads()).as("the CPU is where it was anyway").isEqualTo(1);
    engine(shapes("shapes-b")).close();
    assertThat(models()).isEqualTo(new Counts(2, 2, 2));
    assertThat(verifiers()).isEqualTo(new Counts(2, 2, 2));
  }

  /** What a search found. */
  record Seen(List<Image> images, List<Scores> scores) {
    static Seen of(List<EvaluatedSample> evaluated) {
      return new Seen(
          evaluated.stream().map(one -> one.image().orElseThrow()).toList(),
          evaluated.stream().map(one -> ((Scored) one.outcome()).scores()).toList());
    }
  }

  @Test
  void searchesAtOnceShareALoadAndFindWhatEachFindsAlone() throws Exception {
    List<EngineSpec> specs =
        List.of(
            spec(new ModelSpec("shapes-s"), "euler-ancestral", 2, 4),
            spec(new ModelSpec("shapes-s", null, "", true), "heun", 1, 2));
    List<Seen> alone = new ArrayList<>();
    for (EngineSpec spec : specs) {
      LeasePool own = new LeasePool(Long.MAX_VALUE);
      try (Engine engine = Engine.of(spec, OptionalInt.empty(), FILES, own)) {
        alone.add(Seen.of(evaluate(engine, 3, spec.batch())));
      }
      own.close();
    }
    CyclicBarrier start = new CyclicBarrier(specs.size());
    List<Callable<List<Seen>>> work = new ArrayList<>();
    for (EngineSpec spec : specs) {
      work.add(
          () -> {
            start.await();
            List<Seen> seen = new ArrayList<>();
            for (int task = 0; task < 10; task++) {
              try (Engine engine = engine(spec)) {
                seen.add(Seen.of(evaluate(engine, 3, spec.batch())));
              }
            }
            return seen;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(specs.size());
    try {
      List<Future<List<Seen>>> together = threads.invokeAll(work);
      for (int i = 0; i < specs.size(); i++) {
        assertThat(together.get(i).get()).hasSize(10).containsOnly(alone.get(i));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(models()).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void whereThereIsRoomForOneModelTheOtherGoesUnlessItIsUsed() {
    pool = new LeasePool(ModelBundle.of("shapes-b", FILES).bytes());
    engine(shapes("shapes-s")).close();
    try (Engine large = engine(shapes("shapes-b"))) {
      assertThat(models()).as("the small one has gone").isEqualTo(new Counts(2, 1, 0));
      try (Engine small = engine(shapes("shapes-s"))) {
        assertThat(models()).as("both are used").isEqualTo(new Counts(3, 2, 0));
        assertThat(evaluate(large, 2, 1).get(0).image()).isPresent();
        assertThat(evaluate(small, 2, 1).get(0).image()).isPresent();
      }
    }
    assertThat(models()).as("nobody wants room").isEqualTo(new Counts(3, 2, 2));
    assertThat(verifiers()).isEqualTo(new Counts(2, 2, 2));
    pool.releaseIdle();
    assertThat(models()).isEqualTo(new Counts(3, 0, 0));
    assertThat(verifiers()).isEqualTo(new Counts(2, 0, 0));
  }

  @Test
  void whatIsLearntOutlivesTheEngineAndGoesWithTheModel() {
    EngineSpec spec = spec(new ModelSpec("tight"), "euler", 1, List.of(), 8, 0);
    try (Engine engine = engine(spec)) {
      assertThat(nfeOfOne(engine)).as("four had been denoised when there was no room").isEqualTo(6);
    }
    try (Engine next = engine(spec);
        Engine other = engine(spec(new ModelSpec("tight"), "euler", 1, List.of(), 4, 0))) {
      assertThat(nfeOfOne(next)).as("two are tried at once").isEqualTo(3);
      assertThat(nfeOfOne(other)).as("of another spec nothing is known").isEqualTo(6);
    }
    pool.releaseIdle();
    try (Engine again = engine(spec)) {
      assertThat(nfeOfOne(again)).as("the model has gone").isEqualTo(6);
    }
  }

  /** What one candidate of three steps costs, whatever is tried in vain included. */
  private static long nfeOfOne(Engine engine) {
    DenoiseAndVerify work = new DenoiseAndVerify(engine, ordinal -> PROMPT);
    CandidateId id = new CandidateId(0, 0, 0);
    Candidate one = Candidate.whole(id, NoiseLineage.fresh(0), new Leg(1, 0, 3), Readout.IMAGE);
    assertThat(work.evaluate(List.of(one)).get(0).outcome().cost().batch()).isEqualTo(2);
    return work.nfe();
  }

  /**
   * The text encoder of {@code drawing} draws: a text that is encoded again gives other numbers.
   */
  @Test
  void aTextIsEncodedOnceForAllSearches() {
    List<Prompt> prompts = List.of(new Prompt(0, "0", "red"));
    List<float[]> draws = new ArrayList<>();
    for (boolean unloads : new boolean[] {false, true, false}) {
      ModelSpec model = new ModelSpec("drawing", null, "", unloads);
      try (Engine engine = engine(spec(model, "euler", 1, List.of(), 1, 0));
          NDManager scope = engine.model.newManager()) {
        engine.encode(prompts);
        draws.add(engine.conditions(scope, prompts).get(1).toFloatArray());
      }
    }
    assertThat(draws.get(1)).isEqualTo(draws.get(0));
    assertThat(draws.get(2)).isEqualTo(draws.get(0));
    pool.releaseIdle();
    ModelSpec model = new ModelSpec("drawing");
    try (Engine engine = engine(spec(model, "euler", 1, List.of(), 1, 0));
        NDManager scope = engine.model.newManager()) {
      assertThat(engine.conditions(scope, prompts).get(1).toFloatArray())
          .as("the model has gone, and what it made")
          .isNotEqualTo(draws.get(0));
    }
  }

  @Test
  void anEngineThatCannotBeOpenedGivesBackWhatItHad() {
    EngineSpec unknown = new EngineSpec("shapes-s", "euler", 1, List.of("realism", "taste"), 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> engine(unknown))
        .withMessageContaining("no verifier 'taste'");
    assertThat(models()).isEqualTo(new Counts(1, 1, 1));
    assertThat(verifiers()).isEqualTo(new Counts(1, 1, 1));
  }
}
