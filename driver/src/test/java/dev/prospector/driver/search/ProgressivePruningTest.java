package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressivePruningTest {
  private static final int STEPS = Landscape.STEPS;
  private static final SearchSpace SPACE = Landscape.space(STEPS, STEPS, 1);
  private static final Map<String, String> PSP =
      Map.of("prune-at", "0.25,0.5", "prune-keep", "0.5,0.5");

  private static Landscape search(Map<String, String> options, long nfe) {
    Landscape landscape = new Landscape();
    SearchAlgorithm pruning = Algorithms.named("pruning", SPACE, options);
    new NoiseSearch(pruning, SPACE, landscape, (r, o, s) -> {})
        .search(List.of(new Prompt(0, "a", "a red circle")), nfe);
    return landscape;
  }

  /** 2N to a quarter, N to the half, N/2 to the end: N whole trajectories. */
  @Test
  void psPsScheduleCostsAsMuchAsNWholeTrajectories() {
    Landscape landscape = search(PSP, 8 * STEPS);
    assertThat(landscape.rounds).extracting(List::size).containsExactly(16, 8, 4);
    assertThat(landscape.nfe(SPACE)).isEqualTo(8 * STEPS);
  }

  @Test
  void theBestGoOnAndWalkTheWholeTrajectory() {
    Landscape landscape = search(PSP, 8 * STEPS);
    for (int round = 0; round < 2; round++) {
      List<CandidateId> best =
          landscape.rounds.get(round).stream()
              .sorted(Comparator.comparingDouble(x -> -Landscape.score(x)))
              .limit(landscape.rounds.get(round + 1).size())
              .map(Candidate::id)
              .toList();
      assertThat(landscape.rounds.get(round + 1)).extracting(Candidate::parent).isEqualTo(best);
    }
    Candidate last = landscape.rounds.get(2).get(0);
    assertThat(last.legs()).hasSize(3);
    assertThat(last.legs().get(0).sigmaFrom()).isEqualTo(1);
    assertThat(last.leg().sigmaTo()).isZero();
  }

  @Test
  void aShareThatIsNoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(Map.of("prune-at", "0.5,0.25"), 500))
        .withMessage(
            "algorithm 'pruning': prune-at was [0.5, 0.25], expected increasing shares between 0"
                + " and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(Map.of("prune-keep", "0.5"), 500))
        .withMessage(
            "algorithm 'pruning': prune-keep was [0.5], expected a share for each of [0.25, 0.5]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(Map.of("prune-keep", "0.5,1.5"), 500))
        .withMessage(
            "prune-keep of algorithm 'pruning' was 0.5,1.5, expected a list of numbers above 0, 1"
                + " at most");
  }

  @Test
  void halfGoOnFromEachLookUnlessToldOtherwise() {
    assertThat(search(Map.of("prune-at", "0.25,0.5,0.75"), 500).rounds)
        .isEqualTo(
            search(Map.of("prune-at", "0.25,0.5,0.75", "prune-keep", "0.5,0.5,0.5"), 500).rounds);
  }

  /** Who looks at {@link Landscape} sees the end, and here knows it or does not. */
  private record Judge(boolean knows, List<Double> levels) implements LookPredictor {
    @Override
    public Prediction predict(Prompt prompt, Looks seen) {
      List<Double> means = new ArrayList<>();
      for (List<Double> looks : seen.values()) {
        assertThat(looks).as("earlier looks are the same one's").containsOnly(looks.get(0));
        means.add(knows ? looks.get(0) : 0.0);
      }
      return new Prediction(means, 1e-6, 1);
    }
  }

  private static Landscape judged(boolean knows, Map<String, String> options, int k, long nfe) {
    double[] sigmas = SPACE.trajectories().sigmas(STEPS);
    SearchSpace space =
        new SearchSpace(
            SPACE.runSeed(),
            SPACE.trajectories(),
            STEPS,
            STEPS,
            false,
            SPACE.objective(),
            k,
            k,
            Optional.of(new Judge(knows, List.of(sigmas[3], sigmas[6]))),
            SurvivorSelection.BEST);
    Landscape landscape = new Landscape();
    SearchAlgorithm pruning = Algorithms.named("pruning", space, options);
    new NoiseSearch(pruning, space, landscape, (r, o, s) -> {})
        .search(List.of(new Prompt(0, "a", "a red circle")), nfe);
    return landscape;
  }

  @Test
  void whoIsSureGoesOnWithTheBestAloneAndFindsTheSame() {
    Landscape sure = judged(true, PSP, 1, 8 * STEPS);
    assertThat(sure.rounds).extracting(List::size).containsExactly(16, 1, 1);
    Landscape fixed = search(PSP, 8 * STEPS);
    assertThat(Landscape.score(sure.rounds.get(2).get(0)))
        .isEqualTo(fixed.rounds.get(2).stream().mapToDouble(Landscape::score).max().orElseThrow());
    assertThat(sure.nfe(SPACE)).isLessThan(fixed.nfe(SPACE));
    assertThat(judged(true, PSP, 3, 8 * STEPS).rounds)
        .as("never fewer than are to win")
        .extracting(List::size)
        .containsExactly(16, 3, 3);
  }

  @Test
  void whoKnowsNothingGoesOnWithAsManyAsTheSharesAllow() {
    Map<String, String> exact = new HashMap<>(PSP);
    exact.put("prune-margin", "0");
    assertThat(judged(false, exact, 1, 8 * STEPS).rounds)
        .extracting(List::size)
        .containsExactly(16, 8, 4);
    Map<String, String> all =
        Map.of(
            "prune-at", "0.25,0.5", "prune-keep", "1,1", "prune-risk", "0.26", "prune-margin", "0");
    assertThat(judged(false, all, 1, 16 * STEPS).rounds)
        .as("of equal ones three quarters have the best with three quarters")
        .extracting(List::size)
        .containsExactly(16, 12, 9);
  }

  @Test
  void whatIsAsGoodAsTheBestNeedNotBeTheBest() {
    Map<String, String> lenient = Map.of("prune-at", "0.25,0.5", "prune-margin", "1");
    assertThat(judged(false, lenient, 1, 8 * STEPS).rounds)
        .extracting(List::size)
        .containsExactly(16, 1, 1);
  }

  @Test
  void looksElsewhereThanThoseThatWereLearntAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> judged(true, Map.of("prune-at", "0.5"), 1, 500))
        .withMessage(
            "algorithm 'pruning': prune-at was [0.5], which looks after [6] of 12 steps, expected"
                + " the looks that look-model was trained on, after [3, 6]");
  }
}
