package dev.prospector.jobs.command;

import dev.prospector.executors.verify.catalog.Verifiers;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.PromptSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of the command line.
 *
 * @param config what the search would have been started with; null if it wasn't
 * @param prompts likewise
 */
record CommandLineRun(
    int exitCode, String out, List<String> errors, SearchConfig config, PromptSet prompts) {

  /** Up to where Spark would start. */
  static CommandLineRun of(String... args) {
    AtomicReference<SearchConfig> config = new AtomicReference<>();
    AtomicReference<PromptSet> prompts = new AtomicReference<>();
    SearchRunner runner =
        (resolved, read) -> {
          config.set(resolved);
          prompts.set(read);
          return ExitCode.DONE;
        };
    CommandLineRun run = of(new SearchCommand(runner, Judge::three), args);
    return new CommandLineRun(run.exitCode, run.out, run.errors, config.get(), prompts.get());
  }

  /** All the way, on Spark. */
  static CommandLineRun withSpark(String... args) {
    return of(new SearchCommand(new SearchJob(), Verifiers::all), args);
  }

  private static CommandLineRun of(SearchCommand search, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Cli.execute(search, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandLineRun(
        exitCode, out.toString(), err.toString().lines().toList(), null, null);
  }
}
