package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final String CLEAR = "\r\u001B[K";

  private final StringWriter shown = new StringWriter();

  private String shown() {
    return shown.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void aFileGetsLinesWithoutControls() {
    Terminal file = Terminal.none(new PrintWriter(shown, true));
    file.say("first");
    file.show(columns -> "1 of " + columns);
    file.clear();
    file.say("second");
    assertThat(shown())
        .isEqualTo("prospector: first\n1 of " + Integer.MAX_VALUE + "\nprospector: second\n");
  }

  @Test
  void onATerminalTheLowestLineMakesRoomForThoseThatStay() {
    Terminal terminal = new Terminal(new PrintWriter(shown, true), () -> true);
    terminal.show(columns -> "one");
    terminal.show(columns -> "two");
    terminal.say("stays");
    terminal.clear();
    assertThat(shown()).isEqualTo(CLEAR + "one" + CLEAR + "two" + CLEAR + "prospector: stays\n");
  }

  @Test
  void theLastLineStandsWhereTheKeysWereEchoed() {
    Terminal terminal = new Terminal(new PrintWriter(shown, true), () -> true);
    terminal.say("stays");
    terminal.end("stopped");
    assertThat(shown()).isEqualTo("prospector: stays\n" + CLEAR + "prospector: stopped\n");
  }

  @Test
  void theLastLineIsTheLastAndSaidOnce() {
    Terminal terminal = Terminal.none(new PrintWriter(shown, true));
    terminal.hush();
    terminal.say("lost");
    terminal.show(columns -> "lost");
    terminal.quote("lost");
    terminal.end("stopped");
    terminal.end("stopped");
    terminal.say("lost");
    assertThat(shown()).isEqualTo("prospector: stopped\n");
  }
}
