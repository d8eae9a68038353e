package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What a log is told of a search. */
class ConsoleProgressTest {
  private final StringWriter shown = new StringWriter();

  private ConsoleProgress searching() {
    ConsoleProgress progress = new ConsoleProgress(Terminal.none(new PrintWriter(shown, true)));
    progress.searching(40, () -> 1);
    return progress;
  }

  @Test
  void howASearchEndedStandsInALogOnce() {
    try (ConsoleProgress progress = searching()) {
      progress
          .ofWave(0)
          .roundStarted("wave 0 · round 0 · random · 10 candidates", 10, 40, () -> 10);
      progress.ofWave(0).roundDone(40, 0.5, 0.25);
      progress.ofWave(0).waveDone(1, 0);
      progress.waveDone(1, 0);
    }
    assertThat(shown.toString().lines().filter(line -> line.contains("NFE 40 of 40")))
        .singleElement()
        .asString()
        .contains(" · 10 done · ", " · best 0.500 · mean 0.250 · ");
  }

  @Test
  void whatAnEarlierAttemptHasDoneCountsButNotForTheSpeed() {
    try (ConsoleProgress progress = searching()) {
      progress.waveKept(20);
      progress.ofWave(1).roundStarted("wave 1 · round 0 · random · 10 candidates", 10, 20, () -> 0);
      progress.waveDone(0, 0);
      progress.ofWave(1).roundStarted("wave 1 · round 0 · random · 10 candidates", 10, 20, () -> 5);
      progress.waveDone(0, 0);
      progress.ofWave(1).roundDone(40, 0.5, 0.25);
      progress.ofWave(1).roundStarted("wave 1 · 4 images drawn again", 4, 0, () -> 2);
      progress.waveDone(1, 0);
    }
    assertThat(shown.toString().lines().filter(line -> line.contains("NFE")))
        .satisfiesExactly(
            first -> assertThat(first).contains("NFE 20 of 40 · ").doesNotContain("ETA"),
            half -> assertThat(half).contains("NFE 30 of 40 · ").contains("ETA"),
            again -> assertThat(again).contains("NFE 40 of 40 · ").endsWith("ETA 0:00"));
  }

  @Test
  void scoresAreToldWhileARoundIsUnderWay() {
    try (ConsoleProgress progress = searching()) {
      progress.ofWave(0).roundStarted("wave 0 · round 0 · random · 10 candidates", 10, 40, () -> 5);
      progress.ofWave(0).imagesScored(-1.5, -2.25);
      progress.waveDone(0, 0);
    }
    assertThat(shown.toString()).contains("NFE 20 of 40 · best -1.500 · mean -2.250 · ");
  }

  @Test
  void onlyWhatARoundHasDoneThatIsNotOverIsLost() {
    try (ConsoleProgress progress = searching()) {
      assertThat(progress.loss()).isEmpty();
      progress
          .ofWave(0)
          .roundStarted("wave 0 · round 0 · random · 1,200 candidates", 1_200, 40, () -> 1_100);
      assertThat(progress.loss())
          .isEqualTo("; 1,100 candidates of the round that is not over are made again");
      progress.ofWave(0).roundDone(40, 0.5, 0.25);
      assertThat(progress.loss()).isEmpty();
    }
  }

  @Test
  void ofTwoWavesUnderWayBothCountAndTheFirstIsNamed() {
    try (ConsoleProgress progress = searching()) {
      progress.ofWave(1).roundStarted("wave 1 · round 0 · random · 10 candidates", 10, 20, () -> 5);
      progress.ofWave(0).roundStarted("wave 0 · round 1 · random · 10 candidates", 10, 20, () -> 4);
      progress.ofWave(0).imagesScored(1, 0.5);
      progress.ofWave(1).imagesScored(7, 7);
      progress.waveDone(0, 0);
      assertThat(progress.loss())
          .isEqualTo("; 9 candidates of the rounds that are not over are made again");
      progress.ofWave(0).roundDone(20, 2, 1);
      progress.ofWave(1).imagesScored(7, 6);
      progress.waveDone(0, 0);
      progress.ofWave(1).roundDone(40, 8, 7);
      progress.waveDone(0, 0);
    }
    assertThat(shown.toString().lines().filter(line -> line.contains("NFE")))
        .satisfiesExactly(
            both ->
                assertThat(both)
                    .startsWith("wave 0 · round 1 · random · 10 candidates · 9 done · ")
                    .contains("NFE 18 of 40 · best 1.000 · mean 0.500 · "),
            one ->
                assertThat(one)
                    .startsWith("wave 1 · round 0 · random · 10 candidates · 15 done · ")
                    .contains("NFE 30 of 40 · best 7.000 · mean 6.000 · "),
            over -> assertThat(over).contains("20 done", "NFE 40 of 40 · best 8.000 · mean 7.000"));
  }
}
