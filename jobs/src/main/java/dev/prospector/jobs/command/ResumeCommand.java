package dev.prospector.jobs.command;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.run.RunHistory;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.jobs.config.ConfigReader;
import dev.prospector.jobs.config.ConfigReader.Configured;
import dev.prospector.jobs.config.ConfigSources;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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
    Configuration base = FileSystems.configuration(given.sparkSettings());
    run = FileSystems.whole(run, base);
    RunRecord record = RunRecordFile.read(RunArgument.directory(run, base), base);
    if (given.flags().containsKey("out")) {
      throw new InvalidInputException(
          "--out was given, expected none: a run is resumed where it is");
    }
    ConfigSources sources =
        given.over(RecordedSettings.of(record.configuration()), run + "/run.json");
    Configured configured = ConfigReader.read(sources, () -> base, process.redaction());
    Problems problems = configured.problems();
    JobSettings settings = configured.settings();
    Configuration conf = FileSystems.configuration(settings.cluster().sparkSettings());
    PromptSet prompts = SearchCommand.prompts(settings, conf, problems);
    Optional<PlannedSearch> planned =
        new SearchPlanner(conf).plan(settings.search(), prompts.prompts(), problems);
    problems.throwIfAny();
    SearchJob job = new SearchJob(settings.with(planned.orElseThrow().spec()), run, process);
    job.tell(configured.notes());
    return resume(record, job, planned.get(), progress, conf);
  }

  private int resume(
      RunRecord record,
      SearchJob job,
      PlannedSearch planned,
      ConsoleProgress progress,
      Configuration conf)
      throws IOException {
    RunDirectory directory = new RunDirectory(new Path(run));
    PlannedSearch same = planned.requireSame(record, run);
    if (record.status() == Status.DONE
        && directory.files(conf).exists(directory.success())
        && RunAudit.of(directory, conf).isEmpty()) {
      job.say(run + " is done; there is nothing to go on with");
      return ExitCode.DONE;
    }
    job.tell(same);
    RunHistory history = RunHistory.read(directory, same.prompts(), same.plan().waveSize(), conf);
    job.say(run + ": " + history);
    if (record.failure() != null) {
      job.say(run + ": it had failed: " + record.failure());
    }
    process.run().begun(run, "", conf);
    return job.resume(same, takeOver, progress);
  }
}
