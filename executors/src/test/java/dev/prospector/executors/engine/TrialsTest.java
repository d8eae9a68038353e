package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.model.HalfPrecision;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Trials with weights of another type than the images'. */
class TrialsTest {
  private static final String HALVED = "src/test/resources/bundles/halved";
  private static final Prompt PROMPT = new Prompt(0, "0", "red");

  private final LeasePool pool = new LeasePool(Long.MAX_VALUE);

  @AfterEach
  void closePool() {
    pool.close();
  }

  private Engine engine(Trials trials) {
    ModelSpec model = new ModelSpec(HALVED).with(trials);
    EngineSpec spec = new EngineSpec(model, "euler", 1, List.of("realism"), 1, Map.of(), "", 4);
    return Engine.of(spec, OptionalInt.empty(), HadoopFiles.ofClassPath(), pool);
  }

  private static List<Double> scores(Engine engine, Readout readout) {
    Leg whole = new Leg(engine.model.bundle().firstSigma(3), 0, 3);
    List<Candidate> batch =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Candidate.whole(
                        new CandidateId(0, 0, i), NoiseLineage.fresh(i), whole, readout))
            .toList();
    return new DenoiseAndVerify(engine, ordinal -> PROMPT)
        .evaluate(batch).stream().map(one -> ((Scored) one.outcome()).scores().of(0)).toList();
  }

  private Counts halves() {
    return pool.counts(LoadedRealisation.class);
  }

  @Test
  void trialsAreDrawnWithTheOtherWeightsAndImagesWithTheirOwn() {
    assumeThat(HalfPrecision.instructions("bfloat16")).isPresent();
    List<Double> own;
    try (Engine plain = engine(Trials.AS_FINAL)) {
      own = scores(plain, Readout.IMAGE);
      assertThat(scores(plain, Readout.TRIAL)).isEqualTo(own);
    }
    try (Engine engine = engine(Trials.in("bfloat16"))) {
      assertThat(scores(engine, Readout.IMAGE)).isEqualTo(own);
      assertThat(halves()).as("not before it is needed").isEqualTo(new Counts(0, 0, 0));
      List<Double> trials = scores(engine, Readout.TRIAL);
      assertThat(trials).isNotEqualTo(own).isEqualTo(scores(engine, Readout.TRIAL));
      for (int i = 0; i < own.size(); i++) {
        assertThat(trials.get(i)).isCloseTo(own.get(i), within(1.0));
      }
      assertThat(halves()).isEqualTo(new Counts(1, 1, 0));
      try (Engine second = engine(Trials.in("bfloat16"))) {
        assertThat(scores(second, Readout.TRIAL)).isEqualTo(trials);
      }
      assertThat(scores(engine, Readout.IMAGE)).isEqualTo(own);
    }
    assertThat(halves()).as("shared, and given back").isEqualTo(new Counts(1, 1, 1));
    assertThat(new Models(pool).counts()).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void anExecutorOfAnotherKindDrawsNone() {
    assumeThat(HalfPrecision.instructions("bfloat16")).isPresent();
    try (Engine engine = engine(new Trials("bfloat16", "another"))) {
      assertThat(scores(engine, Readout.IMAGE)).hasSize(4);
      assertThatIllegalStateException()
          .isThrownBy(() -> scores(engine, Readout.TRIAL))
          .withMessageContaining("and the search began with another, which rounds differently");
    }
  }

  @Test
  void aCpuThatLacksItSaysSo() {
    try (Engine engine = engine(Trials.in("float16"))) {
      assertThatIllegalStateException()
          .isThrownBy(() -> scores(engine, Readout.TRIAL))
          .withMessage(
              "search-dtype was float16, which no CPU computes fast; expected GPUs, or no search-dtype");
    }
    assertThat(Trials.in("bfloat16").refusal())
        .isEqualTo(
            "search-dtype was bfloat16, and an executor's CPU has none of amx_bf16, avx512_bf16, bf16; expected others, or no search-dtype");
  }
}
