package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Scores;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundOutcomesTest {
  private static final int ROUND = 4;
  private static final Cost COST = new Cost(3, 6, 1, 2, new Cost.Stages(1, 2, 3, 4, 5), 8);

  private static Scored scored(int prompt, int index, Features features, double... scores) {
    CandidateId id = new CandidateId(prompt, ROUND, index);
    return new Scored(id, Scores.of(scores), features, COST);
  }

  /** All that outcomes differ in: scores by all, some, no verifiers; features or none; failure. */
  private static final List<Outcome> OUTCOMES =
      List.of(
          scored(7, 0, Features.NONE, -0.0, Double.MAX_VALUE),
          scored(7, 1, Features.of(1, Float.NaN), 2),
          new Failed(new CandidateId(8, ROUND, 0), "NaN", COST),
          scored(8, 1, Features.NONE));

  @Test
  void whatComesInAnyOrderStandsWhereItBelongs() {
    RoundOutcomes outcomes = new RoundOutcomes(ROUND, OUTCOMES.size(), 2);
    outcomes.putAll(new int[] {3, 1}, new Outcome[] {OUTCOMES.get(3), OUTCOMES.get(1)});
    outcomes.putAll(new int[] {2, 0}, new Outcome[] {OUTCOMES.get(2), OUTCOMES.get(0)});
    assertThat(outcomes).isEqualTo(OUTCOMES);
    for (int i = 0; i < OUTCOMES.size(); i++) {
      assertThat(outcomes.ids().get(i)).isEqualTo(OUTCOMES.get(i).id());
    }
  }

  @Test
  void whatHasNotComeIsNotMadeUp() {
    RoundOutcomes outcomes = new RoundOutcomes(ROUND, 2, 1);
    outcomes.putAll(new int[] {1}, new Outcome[] {scored(0, 1, Features.NONE, 1)});
    assertThatIllegalStateException()
        .isThrownBy(() -> outcomes.get(0))
        .withMessage("no outcome has come for candidate 0");
  }
}
