package dev.prospector.jobs;

import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.PromptSet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of the command line up to where Spark would start.
 *
 * @param config what the search would have been started with; null if it wasn't
 * @param prompts likewise
 */
record CommandLineRun(
    int exitCode, String out, List<String> errors, SearchConfig config, PromptSet prompts) {

  static CommandLineRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    AtomicReference<SearchConfig> config = new AtomicReference<>();
    AtomicReference<PromptSet> prompts = new AtomicReference<>();
    SearchRunner runner =
        (resolved, read) -> {
          config.set(resolved);
          prompts.set(read);
          return ExitCode.DONE;
        };
    int exitCode =
        Main.execute(
            new SearchCommand(runner, Judge::three),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            args);
    return new CommandLineRun(
        exitCode, out.toString(), err.toString().lines().toList(), config.get(), prompts.get());
  }
}
