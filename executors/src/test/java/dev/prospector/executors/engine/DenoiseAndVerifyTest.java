package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage.Fresh;
import dev.prospector.executors.candidate.NoiseLineage.Neighbour;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DenoiseAndVerifyTest {
  private static final Prompt PROMPT = new Prompt(0, "0", "a red circle");

  private static EngineSpec spec(String sampler, int steps, double guidance) {
    List<String> verifiers = List.of("composition", "detector", "match", "realism");
    return new EngineSpec("shapes-s", sampler, steps, guidance, verifiers, 4);
  }

  private static Engine engine(EngineSpec spec) {
    return Engine.of(spec, OptionalInt.empty());
  }

  private static Candidate fresh(int index) {
    return new Candidate(new CandidateId(0, 0, index), new Fresh(index), new Leg(1, 0));
  }

  private static List<Evaluated> evaluate(EngineSpec spec, Candidate... candidates) {
    return new DenoiseAndVerify(engine(spec), ordinal -> PROMPT).evaluate(List.of(candidates));
  }

  @Test
  void nothingNativeIsLeftBehind() {
    EngineSpec spec = spec("euler-ancestral", 2, 2);
    try (NDManager probe = engine(spec).model.newManager()) {
      NDManager owner = probe.getParentManager();
      evaluate(spec, fresh(0), fresh(1));
      int before = owner.getManagedArrays().size();
      IntStream.range(0, 50).forEach(i -> evaluate(spec, fresh(i)));
      assertThat(owner.getManagedArrays()).hasSize(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "euler, 3, 1, 3, 3",
    "euler, 3, 2, 3, 6",
    "heun, 3, 2, 5, 10",
    "dpmpp-2m, 4, 1, 4, 4"
  })
  void aCandidateIsChargedWhatItsSamplerAndGuidanceCost(
      String sampler, int steps, double guidance, int nfe, int forwards) {
    Evaluated one = evaluate(spec(sampler, steps, guidance), fresh(0)).get(0);
    assertThat(one.outcome().cost().nfe()).isEqualTo(nfe);
    assertThat(one.outcome().cost().forwards()).isEqualTo(forwards);
    assertThat(one.outcome().cost().verifications()).isEqualTo(4);
    assertThat(one.outcome().cost().decodes()).isEqualTo(1);
  }

  @Test
  void anyCompanyAndAnyPlaceInTheBatchGiveTheSamePictureAndScores() {
    for (String sampler : List.of("euler", "euler-ancestral")) {
      EngineSpec spec = spec(sampler, 3, 2);
      List<Evaluated> together = evaluate(spec, fresh(3), fresh(1), fresh(2), fresh(0));
      for (Evaluated one : together) {
        Evaluated alone = evaluate(spec, fresh(one.outcome().id().index())).get(0);
        assertThat(alone.picture()).isEqualTo(one.picture());
        assertThat(((Scored) alone.outcome()).scores())
            .isEqualTo(((Scored) one.outcome()).scores());
      }
    }
  }

  @Test
  void nearNoisesGiveNearPicturesAndOthersOthers() {
    EngineSpec spec = spec("euler", 8, 1);
    Candidate pivot = fresh(0);
    Candidate near =
        new Candidate(
            new CandidateId(0, 1, 0), new Neighbour(pivot.lineage(), 9, 0.9999), pivot.leg());
    List<Evaluated> drawn = evaluate(spec, pivot, near, fresh(1));
    Picture first = drawn.get(0).picture().orElseThrow();
    int toNear = first.difference(drawn.get(1).picture().orElseThrow());
    int toOther = first.difference(drawn.get(2).picture().orElseThrow());
    assertThat(toNear).isPositive().isLessThan(toOther);
  }

  @Test
  void pngKeepsEveryPixel() {
    Picture drawn = evaluate(spec("euler", 2, 1), fresh(7)).get(0).picture().orElseThrow();
    assertThat(Picture.of(drawn.png())).isEqualTo(drawn);
    assertThat(drawn.width()).isEqualTo(32);
  }

  @Test
  void aLegThatNeedsLatentsIsRefused() {
    Candidate half = new Candidate(new CandidateId(0, 0, 0), new Fresh(0), new Leg(0.5, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(spec("euler", 2, 1), half))
        .withMessageContaining("expected the whole trajectory from sigma 1.0 to 0");
  }
}
