package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

  /** Whatever the scores of a run are: its unit is the verifier's. */
  @Test
  void onlySharesAreWrittenPerCent() {
    assertThat(Scale.of("composition")).isEqualTo(Scale.PERCENT);
    assertThat(Scale.of("composition_share")).isEqualTo(Scale.PERCENT);
    for (String other : List.of("detector", "match", "realism", "self", "vlm", "not there")) {
      assertThat(Scale.of(other)).as(other).isEqualTo(Scale.PLAIN);
    }
  }

  @Test
  void sharesHaveOneDecimalAndOtherScoresThree() {
    assertThat(Scale.PERCENT.score(0.876)).isEqualTo("87.6\u00a0%");
    assertThat(Scale.PERCENT.differences(new Interval(0, -0.0712, 0.0304, 9)))
        .isEqualTo("−7.1\u00a0…\u00a0+3.0\u00a0points");
    assertThat(Scale.PLAIN.score(-5.23456)).isEqualTo("−5.235");
    assertThat(Scale.PLAIN.difference(0.0001)).isEqualTo("0.000");
    assertThat(Scale.PLAIN.score(Double.NaN)).isEqualTo("–");
  }

  @Test
  void ticksHaveTheDigitsThatTheirStepNeeds() {
    assertThat(Scale.PERCENT.tick(0.2, 0.05)).isEqualTo("20\u00a0%");
    assertThat(Scale.PLAIN.tick(0.225, 0.005)).isEqualTo("0.225");
    assertThat(Scale.PLAIN.tick(40, 20)).isEqualTo("40");
  }

  @Test
  void ticksEncloseWhatIsDrawn() {
    Ticks ticks = Ticks.enclosing(0.513, 0.948, 4);
    assertThat(ticks.first()).isLessThanOrEqualTo(0.513);
    assertThat(ticks.last()).isGreaterThanOrEqualTo(0.948);
    assertThat(ticks.count()).isBetween(3, 7);
    Ticks flat = Ticks.enclosing(1, 1, 4);
    assertThat(flat.first()).isLessThanOrEqualTo(1);
    assertThat(flat.last()).isGreaterThan(flat.first());
  }

  @Test
  void anAxisOfSharesThatAreAllTheSameStaysWithinZeroAndOne() {
    for (double share : new double[] {0, 0.5, 0.97, 1}) {
      Ticks ticks = Ticks.enclosing(Scale.PERCENT.below(share), share, 4);
      assertThat(ticks.first()).isNotNegative().isLessThanOrEqualTo(share);
      assertThat(ticks.last()).isBetween(share, 1.0);
    }
  }
}
