package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static final ProgressLine LINE =
      new ProgressLine(
          "wave 12 · round 3 · zero-order · 2000 candidates",
          61_234,
          1_500,
          1_500,
          6_000,
          -1.25,
          -2.5,
          61);

  @ParameterizedTest
  @ValueSource(ints = {140, 110, 80, 60, 40, 30, 20, 10, 5, 3, 1})
  void itFitsAndLeavesTheLastColumnFree(int columns) {
    assertThat(LINE.within(columns)).hasSizeLessThan(Math.max(2, columns));
    assertThat(LINE.within(columns).isEmpty()).isEqualTo(columns == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {140, 110, 80, 60, 40, 30, 20})
  void theTimeThatIsLeftGoesLast(int columns) {
    // 1,500 of 6,000 took 61 s.
    assertThat(LINE.within(columns)).endsWith(" · ETA 3:03");
  }

  @ParameterizedTest
  @ValueSource(ints = {70, 80, 110, 140})
  void aTerminalOfSeventyColumnsHasTimesRateAndScores(int columns) {
    assertThat(LINE.within(columns))
        .contains("1003.8/s")
        .endsWith(" · best -1.250 · mean -2.500 · 1:01 · ETA 3:03");
  }

  @Test
  void whereASearchIsStaysInAnOrdinaryTerminal() {
    assertThat(LINE.within(80)).startsWith("round 3 · 25 % · 1003.8/s · best");
    assertThat(LINE.within(90)).startsWith("wave 12 · round 3 · 25 % · 1003.8/s · best");
    assertThat(LINE.within(100)).startsWith("wave 12 · round 3 · 1003.8/s · NFE 1,500 of 6,000 · ");
    ProgressLine start = new ProgressLine("starting", 0, 0, 0, 6_000, Double.NaN, Double.NaN, 0);
    assertThat(start.within(40)).startsWith("starting · ");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 50})
  void aNarrowOneHasTheBestScoreAndTheTimes(int columns) {
    assertThat(LINE.within(columns)).startsWith("25 % · best -1.250").contains(" · 1:01 · ");
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 200})
  void aWideOneHasItAll(int columns) {
    assertThat(LINE.within(columns))
        .startsWith("wave 12 · round 3 · zero-order · 2000 candidates · ")
        .isEqualTo(LINE.toString());
    assertThat(LINE.toString()).contains(" · 61,234 done · 1003.8/s · NFE");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100})
  void beforeAnythingIsKnownNothingIsGuessed(long expected) {
    ProgressLine start = new ProgressLine("starting", 0, 0, 0, expected, Double.NaN, Double.NaN, 0);
    assertThat(start.toString())
        .isEqualTo("starting · 0 done · 0.0/s · NFE 0 of " + expected + " · 0:00");
  }
}
