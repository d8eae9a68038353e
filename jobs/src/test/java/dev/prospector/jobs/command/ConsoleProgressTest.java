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
      progress.roundStarted("wave 0 · round 0 · random · 10 candidates", 10, 40, () -> 10);
      progress.roundDone(40, 0.5, 0.25);
      progress.waveDone(1, 0);
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
      progress.roundStarted("wave 1 · round 0 · random · 10 candidates", 10, 20, () -> 0);
      progress.waveDone(0, 0);
      progress.roundStarted("wave 1 · round 0 · random · 10 candidates", 10, 20, () -> 5);
      progress.waveDone(0, 0);
      progress.roundDone(40, 0.5, 0.25);
      progress.roundStarted("wave 1 · 4 images drawn again", 4, 0, () -> 2);
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
      progress.roundStarted("wave 0 · round 0 · random · 10 candidates", 10, 40, () -> 5);
      progress.imagesScored(-1.5, -2.25);
      progress.waveDone(0, 0);
    }
    assertThat(shown.toString()).contains("NFE 20 of 40 · best -1.500 · mean -2.250 · ");
  }

  @Test
  void onlyWhatARoundHasDoneThatIsNotOverIsLost() {
    try (ConsoleProgress progress = searching()) {
      assertThat(progress.loss()).isEmpty();
      progress.roundStarted("wave 0 · round 0 · random · 1,200 candidates", 1_200, 40, () -> 1_100);
      assertThat(progress.loss())
          .isEqualTo("; 1,100 candidates of the round that is not over are made again");
      progress.roundDone(40, 0.5, 0.25);
      assertThat(progress.loss()).isEmpty();
    }
  }
}
