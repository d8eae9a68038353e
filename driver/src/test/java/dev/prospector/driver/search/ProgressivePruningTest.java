package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Prompt;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
}
