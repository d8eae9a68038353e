package dev.prospector.jobs.command;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Going on with a run that has begun, by its own configuration. */
final class Resumption {
  private final String run;
  private final RunProcess process;
  private final ConsoleProgress progress;

  /**
   * Nothing is read yet.
   *
   * @param run its directory, as a whole URI where it is not on this machine
   */
  Resumption(String run, RunProcess process, ConsoleProgress progress) {
    this.run = run;
    this.process = process;
    this.progress = progress;
  }

  /**
   * Goes on with the run, unless it is done.
   *
   * @param given what is said now, which may not change what results depend on
   * @param takeOver whether to take it from a process that writes it
   * @param base what the run is found with
   * @return an {@link ExitCode}
   */
  int resume(ConfigSources given, boolean takeOver, Configuration base) throws IOException {
    RunRecord record = RunRecordFile.read(RunArgument.directory(run, base), base);
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
    return resume(record, job, planned.get(), takeOver, conf);
  }

  private int resume(
      RunRecord record, SearchJob job, PlannedSearch planned, boolean takeOver, Configuration conf)
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
