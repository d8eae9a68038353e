package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.jobs.config.ConfigSources;
import dev.prospector.jobs.io.FileSystems;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code prospector resume}: goes on with a run that died, and searches again what failed in it.
 */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    description = {
      "Goes on with a run whose driver died, from the last round it committed, and searches again for"
          + " prompts that failed.",
      "",
      "The configuration is the run's own. What results depend on may not change: a flag or a setting"
          + " of it with another value than the run's is refused."
    },
    footer = {"", "Example:", "  prospector resume runs/demo"})
final class ResumeCommand implements Callable<Integer> {
  private final RunProcess process;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "RUN", description = "The run's directory, a path or a URI.")
  private String run;

  @Option(
      names = "--take-over",
      description = {
        "Go on though another process writes the run; it stops before its next commit. Not needed"
            + " where that process is dead."
      })
  private boolean takeOver;

  ResumeCommand(RunProcess process) {
    this.process = process;
  }

  @Override
  public Integer call() throws Exception {
    try (ConsoleProgress progress = new ConsoleProgress(process.terminal())) {
      return resume(progress);
    }
  }

  private int resume(ConsoleProgress progress) throws Exception {
    ConfigSources given = SearchFlags.sources(command.commandLine().getParseResult());
    if (given.flags().containsKey("out")) {
      throw new InvalidInputException(
          "--out was given, expected none: a run is resumed where it is");
    }
    Configuration base = FileSystems.configuration(given.sparkSettings());
    return new Resumption(FileSystems.whole(run, base), process, progress)
        .resume(given, takeOver, base);
  }
}
