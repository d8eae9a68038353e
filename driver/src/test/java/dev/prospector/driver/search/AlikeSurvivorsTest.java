package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Look;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Fresh;
import dev.prospector.executors.candidate.NoiseLineage.Neighbour;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AlikeSurvivorsTest {
  private static final Leg HALF = new Leg(1, .5, 4);
  private static final Leg QUARTER = new Leg(.5, .25, 4);

  private static Candidate candidate(int index, NoiseLineage lineage) {
    return Candidate.whole(new CandidateId(3, 0, index), lineage, HALF, Look.LAST_PREDICTION);
  }

  /** Three of a round's candidates, as a search leaves them: the best first. */
  private static List<Ranked> survivors(UnaryOperator<Candidate> candidate) {
    List<Ranked> survivors = new ArrayList<>();
    for (int index : new int[] {5, 0, 2}) {
      Candidate fresh = candidate(index, new Fresh(NoiseLineage.MAX_SEED - index));
      survivors.add(
          new Ranked(candidate.apply(fresh), Scores.of(index / 3., -index), Features.NONE));
    }
    return survivors;
  }

  private static Candidate child(Candidate parent) {
    int index = 10 + parent.id().index();
    return parent.child(new CandidateId(3, 1, index), QUARTER, Look.LAST_PREDICTION);
  }

  @Test
  void survivorsOfPruningAreTheSameInColumns() {
    for (List<Ranked> objects :
        List.of(survivors(one -> one), survivors(AlikeSurvivorsTest::child))) {
      List<Ranked> columns = AlikeSurvivors.compact(objects);
      assertThat(columns).isInstanceOf(AlikeSurvivors.class).isEqualTo(objects);
      assertThat(AlikeSurvivors.compact(columns)).isSameAs(columns);
    }
  }

  @Test
  void othersStayObjects() {
    List<Ranked> alike = survivors(one -> one);
    Ranked first = alike.get(0);
    Candidate neighbour = candidate(1, new Neighbour(new Fresh(1), 2, .95));
    Candidate furtherOn = child(first.candidate());
    for (Ranked other :
        List.of(
            new Ranked(neighbour, first.scores(), Features.NONE),
            new Ranked(furtherOn, first.scores(), Features.NONE),
            new Ranked(first.candidate(), Scores.of(new double[] {1}), Features.NONE),
            new Ranked(first.candidate(), first.scores(), Features.of(1)))) {
      List<Ranked> mixed = new ArrayList<>(alike);
      mixed.add(other);
      assertThat(AlikeSurvivors.compact(mixed))
          .isNotInstanceOf(AlikeSurvivors.class)
          .isEqualTo(mixed);
    }
    assertThat(AlikeSurvivors.compact(List.of())).isEmpty();
  }
}
