package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScaleTest {

  @Test
  void scoresWithinZeroAndOneAreWrittenAsPercentages() {
    Scale scale = Scale.of(new double[] {0, Double.NaN, 1});
    assertThat(scale.score(0.876)).isEqualTo("87.6\u00a0%");
    assertThat(scale.differences(new Interval(0, -0.0712, 0.0304, 9)))
        .isEqualTo("−7.1\u00a0…\u00a0+3.0\u00a0points");
  }

  @Test
  void otherScoresAreWrittenAsTheyAre() {
    Scale scale = Scale.of(new double[] {0.5, 1.01});
    assertThat(scale.score(-5.23456)).isEqualTo("−5.235");
    assertThat(scale.difference(0.0001)).isEqualTo("0.000");
    assertThat(scale.score(Double.NaN)).isEqualTo("–");
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
}
