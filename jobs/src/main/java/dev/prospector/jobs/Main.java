package dev.prospector.jobs;

import dev.prospector.jobs.command.Cli;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What spark-submit starts: runs a command and ends the JVM with its exit code. */
public final class Main {
  private Main() {}

  /** The command line's words. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(Cli.executeAlone(out, err, args));
  }
}
