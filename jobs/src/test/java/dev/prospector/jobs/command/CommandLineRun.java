package dev.prospector.jobs.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One run of the command line, in this JVM. */
record CommandLineRun(int exitCode, String out, List<String> errors) {

  static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Cli.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandLineRun(exitCode, out.toString(), err.toString().lines().toList());
  }
}
