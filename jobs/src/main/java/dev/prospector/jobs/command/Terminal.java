package dev.prospector.jobs.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Standard error as a user sees it: lines that stay, and below them one that is written over. Where
 * it is a file, a pipe or a terminal that knows no controls, that one stays too.
 */
final class Terminal {
  /** To the line's beginning, and away with what stands there. */
  private static final String CLEAR = "\r\u001B[K";

  private final PrintWriter out;
  private final BooleanSupplier asked;
  private final TerminalWidth width = new TerminalWidth();
  private Boolean rewrites;
  private boolean overwritable;
  private boolean hushed;
  private boolean ended;

  Terminal(PrintWriter out, BooleanSupplier asked) {
    this.out = out;
    this.asked = asked;
  }

  /** None, but what it would be shown. */
  static Terminal none(PrintWriter out) {
    return new Terminal(out, () -> false);
  }

  /** This process's, which it writes to with {@code err}. */
  static Terminal ofThisProcess(PrintWriter err) {
    String kind = System.getenv("TERM");
    return new Terminal(err, () -> kind != null && !kind.equals("dumb") && isTerminal());
  }

  /** Java knows only whether both input and output are terminals, and not of the third. */
  private static boolean isTerminal() {
    try {
      return new ProcessBuilder("test", "-t", "2")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether there is a line that is written over. */
  synchronized boolean rewrites() {
    if (rewrites == null) {
      rewrites = asked.getAsBoolean();
    }
    return rewrites;
  }

  /** A line that stays. */
  synchronized void say(String line) {
    if (!hushed) {
      print(line);
    }
  }

  /** Lines that stay, as they are. */
  synchronized void quote(String lines) {
    if (!hushed) {
      clear();
      out.print(lines);
      out.flush();
    }
  }

  /**
   * The line that is written over.
   *
   * @param line for so many columns
   */
  synchronized void show(IntFunction<String> line) {
    if (hushed) {
      return;
    }
    if (rewrites()) {
      out.print(CLEAR + line.apply(width.columns()));
      out.flush();
      overwritable = true;
    } else {
      out.println(line.apply(Integer.MAX_VALUE));
    }
  }

  /** Away with the line that is written over. */
  synchronized void clear() {
    if (overwritable) {
      out.print(CLEAR);
      out.flush();
      overwritable = false;
    }
  }

  /** What is said from here on is lost, but for the last line. */
  synchronized void hush() {
    clear();
    hushed = true;
  }

  /** The last line, which is said once. */
  synchronized void end(String line) {
    hush();
    if (!ended) {
      ended = true;
      overwritable = rewrites(); // The keys that were hit stand there.
      print(line);
    }
  }

  private void print(String line) {
    clear();
    out.println("prospector: " + line);
  }
}
