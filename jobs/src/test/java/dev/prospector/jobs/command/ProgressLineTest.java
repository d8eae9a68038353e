package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  private static final ProgressLine LINE =
      new ProgressLine(
          "wave 12 · round 3 · zero-order · 2000 candidates",
          61_234,
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
  @ValueSource(ints = {60, 80, 110, 140})
  void aTerminalOfSixtyColumnsHasTheScoreAndTheTime(int columns) {
    assertThat(LINE.within(columns)).contains("NFE 1,500 of 6,000 · best -1.250 · 1:01");
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 200})
  void aWideOneHasItAll(int columns) {
    assertThat(LINE.within(columns))
        .startsWith("wave 12 · round 3 · zero-order · 2000 candidates · ")
        .isEqualTo(columns > 130 ? LINE.toString() : LINE.within(120));
    assertThat(LINE.toString()).contains(" · 61,234 done · 1003.8/s · NFE");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100})
  void beforeAnythingIsKnownNothingIsGuessed(long expected) {
    ProgressLine start = new ProgressLine("starting", 0, 0, expected, Double.NaN, Double.NaN, 0);
    assertThat(start.toString())
        .isEqualTo("starting · 0 done · 0.0/s · NFE 0 of " + expected + " · 0:00");
  }
}
