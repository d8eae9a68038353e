package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CompactSurvivorsTest {
  private static final Leg HALF = new Leg(1, .5, 4);
  private static final Leg QUARTER = new Leg(.5, .25, 4);

  private static Candidate candidate(int index, NoiseLineage lineage) {
    return Candidate.whole(new CandidateId(3, 0, index), lineage, HALF, Readout.LAST_PREDICTION);
  }

  /** Three of a round's candidates, as a search leaves them: the best first. */
  private static List<ScoredCandidate> survivors(UnaryOperator<Candidate> candidate) {
    List<ScoredCandidate> survivors = new ArrayList<>();
    for (int index : new int[] {5, 0, 2}) {
      Candidate fresh = candidate(index, NoiseLineage.fresh(NoiseLineage.MAX_SEED - index));
      survivors.add(
          new ScoredCandidate(
              candidate.apply(fresh), Scores.of(index / 3., -index), Features.NONE));
    }
    return survivors;
  }

  private static Candidate child(Candidate parent) {
    int index = 10 + parent.id().index();
    return parent.child(new CandidateId(3, 1, index), QUARTER, Readout.LAST_PREDICTION);
  }

  @Test
  void survivorsOfPruningAreTheSameInColumns() {
    for (List<ScoredCandidate> objects :
        List.of(survivors(one -> one), survivors(CompactSurvivorsTest::child))) {
      List<ScoredCandidate> columns = CompactSurvivors.compact(objects);
      assertThat(columns).isInstanceOf(CompactSurvivors.class).isEqualTo(objects);
      assertThat(CompactSurvivors.compact(columns)).isSameAs(columns);
    }
  }

  @Test
  void othersStayObjects() {
    List<ScoredCandidate> alike = survivors(one -> one);
    ScoredCandidate first = alike.get(0);
    Candidate neighbour = candidate(1, NoiseLineage.fresh(1).neighbour(2, .95));
    Candidate furtherOn = child(first.candidate());
    for (ScoredCandidate other :
        List.of(
            new ScoredCandidate(neighbour, first.scores(), Features.NONE),
            new ScoredCandidate(furtherOn, first.scores(), Features.NONE),
            new ScoredCandidate(first.candidate(), Scores.of(new double[] {1}), Features.NONE),
            new ScoredCandidate(first.candidate(), first.scores(), Features.of(1)))) {
      List<ScoredCandidate> mixed = new ArrayList<>(alike);
      mixed.add(other);
      assertThat(CompactSurvivors.compact(mixed))
          .isNotInstanceOf(CompactSurvivors.class)
          .isEqualTo(mixed);
    }
    assertThat(CompactSurvivors.compact(List.of())).isEmpty();
  }
}
