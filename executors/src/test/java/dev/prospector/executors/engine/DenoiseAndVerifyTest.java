package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Beginning;
import dev.prospector.executors.candidate.Leg.Branch;
import dev.prospector.executors.candidate.Leg.Plain;
import dev.prospector.executors.candidate.Leg.Renoise;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.image.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenoiseAndVerifyTest {
  private static final Prompt PROMPT = new Prompt(0, "0", "a red circle");

  private final List<Engine> engines = new ArrayList<>();

  @AfterEach
  void giveBack() {
    engines.forEach(Engine::close);
  }

  private static EngineSpec spec(String sampler, double guidance) {
    List<String> verifiers = List.of("composition", "detector", "match", "realism");
    return new EngineSpec("shapes-s", sampler, guidance, verifiers, 4);
  }

  private Engine engine(EngineSpec spec) {
    Engine engine = Engine.of(spec, OptionalInt.empty(), HadoopFiles.ofClassPath());
    engines.add(engine);
    return engine;
  }

  private static Candidate fresh(int index, int steps) {
    return fresh(index, new Leg(1, 0, steps), Readout.IMAGE);
  }

  private static Candidate fresh(int index, Leg leg, Readout readout) {
    return Candidate.whole(new CandidateId(0, 0, index), NoiseLineage.fresh(index), leg, readout);
  }

  private List<EvaluatedSample> evaluate(EngineSpec spec, Candidate... candidates) {
    return new DenoiseAndVerify(engine(spec), ordinal -> PROMPT).evaluate(List.of(candidates));
  }

  @Test
  void nothingNativeIsLeftBehind() {
    EngineSpec spec = spec("euler-ancestral", 2);
    try (NDManager probe = engine(spec).model.newManager()) {
      NDManager owner = probe.getParentManager();
      evaluate(spec, fresh(0, 2), fresh(1, 2));
      int before = owner.getManagedArrays().size();
      IntStream.range(0, 50).forEach(i -> evaluate(spec, fresh(i, 2)));
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
    EvaluatedSample one = evaluate(spec(sampler, guidance), fresh(0, steps)).get(0);
    assertThat(one.outcome().cost().nfe()).isEqualTo(nfe);
    assertThat(one.outcome().cost().forwards()).isEqualTo(forwards);
    assertThat(one.outcome().cost().verifications()).isEqualTo(4);
    assertThat(one.outcome().cost().decodes()).isEqualTo(1);
  }

  @Test
  void anyCompanyAndAnyPlaceInTheBatchGiveTheSameImageAndScores() {
    for (String sampler : List.of("euler", "euler-ancestral")) {
      EngineSpec spec = spec(sampler, 2);
      List<EvaluatedSample> together =
          evaluate(spec, fresh(3, 3), fresh(1, 3), fresh(2, 3), fresh(0, 3));
      for (EvaluatedSample one : together) {
        EvaluatedSample alone = evaluate(spec, fresh(one.outcome().id().index(), 3)).get(0);
        assertThat(alone.image()).isEqualTo(one.image());
        assertThat(((Scored) alone.outcome()).scores())
            .isEqualTo(((Scored) one.outcome()).scores());
      }
    }
  }

  @Test
  void nearNoisesGiveNearImagesAndOthersOthers() {
    EngineSpec spec = spec("euler", 1);
    Candidate pivot = fresh(0, 8);
    Candidate near =
        Candidate.whole(
            new CandidateId(0, 1, 0),
            pivot.lineage().neighbour(9, 0.9999),
            pivot.leg(),
            Readout.IMAGE);
    List<EvaluatedSample> drawn = evaluate(spec, pivot, near, fresh(1, 8));
    Image first = drawn.get(0).image().orElseThrow();
    int toNear = first.difference(drawn.get(1).image().orElseThrow());
    int toOther = first.difference(drawn.get(2).image().orElseThrow());
    assertThat(toNear).isPositive().isLessThan(toOther);
  }

  @Test
  void pngKeepsEveryPixel() {
    Image drawn = evaluate(spec("euler", 1), fresh(7, 2)).get(0).image().orElseThrow();
    assertThat(Image.of(drawn.png())).isEqualTo(drawn);
    assertThat(drawn.width()).isEqualTo(32);
  }

  @Test
  void aFirstLegBeginsWhereTheNoiseIs() {
    Candidate half = fresh(0, new Leg(0.5, 0, 2), Readout.IMAGE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(spec("euler", 1), half))
        .withMessageContaining("expected the whole trajectory's first level, 1.0");
  }

  /** The same walk, re-noised and branched on its way, with its parents at hand or not. */
  @ParameterizedTest
  @ValueSource(strings = {"euler", "heun", "euler-ancestral"})
  void latentsOnlySaveTime(String sampler) {
    EngineSpec spec = spec(sampler, 2);
    Candidate first = fresh(5, new Leg(1, .25, 4), Readout.NOTHING);
    Candidate second =
        first.child(
            new CandidateId(0, 1, 0),
            new Leg(new Renoise(.25, 77), .8, .3, 4),
            Readout.FRESH_PREDICTION);
    Leg branch = new Leg(new Branch(78), .3, 0, 4);
    Candidate third = second.child(new CandidateId(0, 2, 0), branch, Readout.IMAGE);

    DenoiseAndVerify remembers = new DenoiseAndVerify(engine(spec), ordinal -> PROMPT);
    remembers.evaluate(0, List.of(first));
    remembers.evaluate(1, List.of(second));
    Outcome kept = remembers.evaluate(2, List.of(third)).get(0);
    DenoiseAndVerify forgets = new DenoiseAndVerify(engine(spec), o -> PROMPT, Latents.NONE);
    Outcome again = forgets.evaluate(2, List.of(third)).get(0);

    assertThat(((Scored) again).scores()).isEqualTo(((Scored) kept).scores());
    assertThat(again.cost().nfe()).isEqualTo(kept.cost().nfe());
    assertThat(forgets.nfe()).isEqualTo(remembers.nfe() - Readout.FRESH_PREDICTION.nfe());
  }

  @ParameterizedTest
  @ValueSource(strings = {"euler", "heun", "euler-ancestral"})
  void aTrajectoryInLegsIsTheWholeTrajectory(String sampler) {
    EngineSpec spec = spec(sampler, 1);
    Candidate whole = fresh(3, 4);
    Candidate half = fresh(3, new Leg(1, .5, 4), Readout.LAST_PREDICTION);
    Candidate rest = half.child(new CandidateId(0, 1, 0), new Leg(.5, 0, 4), Readout.IMAGE);
    DenoiseAndVerify legs = new DenoiseAndVerify(engine(spec), ordinal -> PROMPT);
    EvaluatedSample first = legs.evaluate(List.of(half)).get(0);
    assertThat(((Scored) first.outcome()).scores().size())
        .as("held-out verifiers see finished images only")
        .isEqualTo(spec.searched());
    assertThat(first.image()).isEmpty();
    EvaluatedSample second = legs.evaluate(List.of(rest)).get(0);
    assertThat(second.image()).isEqualTo(evaluate(spec, whole).get(0).image());
    assertThat(first.outcome().cost().nfe() + second.outcome().cost().nfe())
        .isEqualTo(evaluate(spec, whole).get(0).outcome().cost().nfe());
  }

  @Test
  void aStretchThatIsRenoisedAnewGoesAnotherWay() {
    EngineSpec spec = spec("euler-ancestral", 1);
    Candidate first = fresh(5, new Leg(1, .25, 4), Readout.NOTHING);
    List<Image> images = new ArrayList<>();
    for (long seed : new long[] {1, 2, 1}) {
      Leg again = new Leg(new Renoise(.25, seed), .8, 0, 4);
      Candidate child = first.child(new CandidateId(0, 1, 0), again, Readout.IMAGE);
      images.add(evaluate(spec, child).get(0).image().orElseThrow());
    }
    assertThat(images.get(0)).isEqualTo(images.get(2)).isNotEqualTo(images.get(1));
  }

  /**
   * Children of one parent in one batch: as it was, on a way of its own, on another, on the same.
   */
  @ParameterizedTest
  @CsvSource({"euler, false", "heun, false", "euler-ancestral, true"})
  void branchesPartUnderAStochasticSamplerOnly(String sampler, boolean part) {
    EngineSpec spec = spec(sampler, 1);
    Candidate parent = fresh(5, new Leg(1, .5, 4), Readout.NOTHING);
    List<Candidate> children = new ArrayList<>();
    for (Beginning beginning : List.of(new Plain(), new Branch(1), new Branch(2), new Branch(1))) {
      CandidateId id = new CandidateId(0, 1, children.size());
      children.add(parent.child(id, new Leg(beginning, .5, 0, 4), Readout.IMAGE));
    }
    List<Image> images =
        evaluate(spec, children.toArray(Candidate[]::new)).stream()
            .map(one -> one.image().orElseThrow())
            .toList();
    assertThat(images.get(3)).isEqualTo(images.get(1));
    assertThat(images.stream().distinct()).hasSize(part ? 3 : 1);
    assertThat(images.get(0)).isEqualTo(evaluate(spec, fresh(5, 4)).get(0).image().orElseThrow());
  }

  /** A way of one's own goes on in later legs, and the recipe alone leads there again. */
  @Test
  void aBranchInSlicesIsTheWholeBranch() {
    EngineSpec spec = spec("euler-ancestral", 2);
    Candidate parent = fresh(5, new Leg(1, .5, 4), Readout.NOTHING);
    Candidate whole =
        parent.child(new CandidateId(0, 1, 0), new Leg(new Branch(77), .5, 0, 4), Readout.IMAGE);
    Candidate sliced =
        parent
            .child(new CandidateId(0, 1, 1), new Leg(new Branch(77), .5, .25, 4), Readout.NOTHING)
            .child(new CandidateId(0, 2, 0), new Leg(.25, 0, 4), Readout.IMAGE);
    assertThat(evaluate(spec, sliced).get(0).image())
        .isEqualTo(evaluate(spec, whole).get(0).image());
  }

  @Test
  void aBatchWalksTheSameLevels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(spec("euler", 1), fresh(0, 2), fresh(1, 3)))
        .withMessageContaining("don't walk the same levels");
  }

  /** Credited NFE is what an instrumented denoiser counts: samplers, looks and padding. */
  @ParameterizedTest
  @CsvSource({
    "euler, NOTHING, .5, 1", "euler, LAST_PREDICTION, .5, 3", "euler, FRESH_PREDICTION, .3, 2",
    "heun, FRESH_PREDICTION, .5, 1", "heun, TRIAL, 0, 4", "dpmpp-2m, IMAGE, 0, 3",
    "euler-ancestral, IMAGE, 0, 2"
  })
  void whatIsCreditedIsWhatTheDenoiserCounts(
      String sampler, Readout readout, double to, int batch) {
    DenoiseAndVerify counting = new DenoiseAndVerify(engine(spec(sampler, 2)), o -> PROMPT);
    List<Candidate> candidates =
        IntStream.range(0, batch).mapToObj(i -> fresh(i, new Leg(1, to, 5), readout)).toList();
    long credited =
        counting.evaluate(0, candidates).stream().mapToLong(one -> one.cost().nfe()).sum();
    assertThat(counting.nfe()).isEqualTo(credited).isPositive();
  }
}
