package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.executors.candidate.CandidateId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundIdsTest {
  private static final int ROUND = 4;
  private static final List<CandidateId> IDS =
      List.of(
          new CandidateId(0, ROUND, 0),
          new CandidateId(2, ROUND, 0),
          new CandidateId(2, ROUND, 1),
          new CandidateId(7, ROUND, 0),
          new CandidateId(7, ROUND, 3));

  @Test
  void aNameIsFoundWhereItStandsAndOthersNowhere() {
    RoundIds ids = new RoundIds(ROUND, IDS.size());
    for (int position = 0; position < IDS.size(); position++) {
      ids.put(position, IDS.get(position));
    }
    for (int prompt = 0; prompt < 9; prompt++) {
      for (int round = ROUND - 1; round <= ROUND + 1; round++) {
        for (int index = 0; index < 5; index++) {
          CandidateId id = new CandidateId(prompt, round, index);
          int position = ids.position(id);
          assertThat(position < 0 ? null : ids.get(position))
              .isEqualTo(IDS.contains(id) ? id : null);
        }
      }
    }
  }
}
