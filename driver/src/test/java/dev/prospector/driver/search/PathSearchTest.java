package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PathSearchTest {
  private static final int STEPS = Landscape.STEPS;
  private static final SearchSpace SPACE = Landscape.space(STEPS, STEPS, 1);

  private static Landscape search(Map<String, String> options, long nfe) {
    Landscape landscape = new Landscape();
    SearchAlgorithm paths = Algorithms.named("paths", SPACE, options);
    new NoiseSearch(paths, SPACE, landscape, (r, o, s) -> {})
        .search(List.of(new Prompt(0, "a", "a red circle")), nfe);
    return landscape;
  }

  @Test
  void thePapersSettingsTakeFourRoundsToZero() {
    Landscape landscape = search(Map.of("paths", "2", "path-width", "3"), 2000);
    assertThat(landscape.rounds).hasSize(5);
    assertThat(landscape.rounds.get(0)).hasSize(2);
    double[] stands = {.11, .08, .05, .02, 0};
    for (int round = 1; round <= 4; round++) {
      assertThat(landscape.rounds.get(round)).hasSize(2 * 3);
      for (Candidate y : landscape.rounds.get(round)) {
        assertThat(y.leg().beginning()).isInstanceOf(Leg.Renoise.class);
        assertThat(y.leg().sigmaStart()).isCloseTo(stands[round - 1], within(1e-12));
        assertThat(y.leg().sigmaFrom()).isCloseTo(stands[round - 1] + .78, within(1e-12));
        assertThat(y.leg().sigmaTo()).isCloseTo(stands[round], within(1e-12));
        assertThat(y.readout()).isEqualTo(round < 4 ? Readout.FRESH_PREDICTION : Readout.IMAGE);
      }
    }
  }

  /** NFE = N n(1 to s) + sum of N M (L + 1), without the 1 where the round ends in an image. */
  @Test
  void costsWhatTheFormulaSays() {
    Landscape landscape = search(Map.of("paths", "2", "path-width", "3"), 2000);
    long formula = 2L * SPACE.trajectories().nfe(landscape.rounds.get(0).get(0).leg());
    for (int round = 1; round <= 4; round++) {
      Leg leg = landscape.rounds.get(round).get(0).leg();
      formula += 2 * 3 * (SPACE.trajectories().nfe(leg) + (round < 4 ? 1L : 0));
    }
    assertThat(landscape.nfe(SPACE)).isEqualTo(formula);
  }

  @Test
  void theBestNOfAllChildrenGoOnWhoeverTheirParent() {
    Landscape landscape = search(Map.of("paths", "2", "path-width", "5"), 4000);
    for (int round = 1; round < 4; round++) {
      Set<CandidateId> parents = new HashSet<>();
      landscape.rounds.get(round + 1).forEach(y -> parents.add(y.parent()));
      List<CandidateId> best =
          landscape.rounds.get(round).stream()
              .sorted(Comparator.comparingDouble(y -> -Landscape.score(y)))
              .limit(2)
              .map(Candidate::id)
              .toList();
      assertThat(parents).containsExactlyInAnyOrderElementsOf(best);
    }
  }

  @Test
  void aNarrowBudgetGivesUpPathsThenRoundsAndWalksTheRest() {
    assertThat(search(Map.of(), 16 * STEPS).rounds).hasSize(5);
    Landscape narrow = search(Map.of(), 4 * STEPS);
    assertThat(narrow.rounds.get(0)).hasSize(1);
    List<Candidate> last = narrow.rounds.get(narrow.rounds.size() - 1);
    assertThat(last.get(0).leg().beginning()).isEqualTo(new Leg.Plain());
    assertThat(last.get(0).readout()).isEqualTo(Readout.IMAGE);
  }

  /** 0 is the former word for what the budget affords. */
  @Test
  void theWidthIsWhatTheBudgetAffordsUnlessToldOtherwise() {
    assertThat(search(Map.of("path-width", "0"), 900).rounds)
        .isEqualTo(search(Map.of(), 900).rounds);
  }

  @Test
  void levelsThatNeverEndAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(Map.of("path-backward", "0.7"), 500))
        .withMessageContaining("expected path-backward above path-forward");
  }
}
