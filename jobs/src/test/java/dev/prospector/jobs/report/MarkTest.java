package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkTest {
  @Test
  void scoresThatReadTheSameAreTheSame() {
    assertThat(Mark.of(1e-7, "−1.000", "−1.000")).isSameAs(Mark.SAME);
    assertThat(Mark.of(-1e-7, "−1.000", "−1.000")).isSameAs(Mark.SAME);
    assertThat(Mark.of(0.001, "−1.000", "−0.999")).isSameAs(Mark.BETTER);
    assertThat(Mark.of(-0.001, "−0.999", "−1.000")).isSameAs(Mark.WORSE);
    assertThat(Mark.of(Double.NaN, "–", "–")).isSameAs(Mark.UNKNOWN);
  }
}
