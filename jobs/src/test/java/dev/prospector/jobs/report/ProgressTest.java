package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;
import org.junit.jupiter.api.Test;

class ProgressTest {
  /** Where compute is dealt a prompt may be passed over: rounds are the wave's. */
  @Test
  void aPromptThatWasPassedOverIsWhereItWas() {
    Progress progress = new Progress(WeightedSum.ofOne());
    Progress.Finished early = new Progress.Finished(new CandidateId(0, 0, 0), Scores.of(.2));
    Progress.Finished late = new Progress.Finished(new CandidateId(0, 3, 0), Scores.of(.9));
    progress.round(0);
    progress.image(early, 12);
    progress.round(3);
    progress.image(late, 12);
    assertThat(progress.rounds()).isEqualTo(4);
    for (int rounds = 1; rounds < 4; rounds++) {
      assertThat(progress.afterRounds(rounds)).hasValue(new Progress.Lead(12, early));
    }
    assertThat(progress.afterRounds(4)).hasValue(new Progress.Lead(24, late));
  }
}
