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
import dev.prospector.jobs.io.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
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
    Optional<String> gone =
        settings
            .files()
            .prompts()
            .filter(file -> !Prompts.areThere(file, conf))
            .filter(file -> isOver(record, conf));
    // A run that is over has no use for its prompts, and who repeats the command none for the file.
    PromptSet prompts =
        gone.isPresent() ? PromptSet.NONE : SearchCommand.prompts(settings, conf, problems);
    Optional<PlannedSearch> planned =
        new SearchPlanner(conf).plan(settings.search(), prompts.prompts(), problems);
    problems.throwIfAny();
    SearchJob job = new SearchJob(settings.with(planned.orElseThrow().spec()), run, process);
    job.tell(configured.notes());
    if (gone.isPresent()) {
      PlannedSearch unused = planned.get().requireSameButForPrompts(record, run);
      return over(record, job, gone.get());
    }
    return resume(record, job, planned.get(), takeOver, conf);
  }

  /** Whether all that the run is to leave is there, and whole. */
  private boolean isOver(RunRecord record, Configuration conf) {
    RunDirectory directory = new RunDirectory(new Path(run));
    try {
      return (record.status() == Status.DONE || record.status() == Status.PARTIAL)
          && directory.files(conf).exists(directory.success())
          && RunAudit.of(directory, conf).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + run, e);
    }
  }

  private int over(RunRecord record, SearchJob job, String gone) {
    if (record.status() == Status.DONE) {
      return done(job);
    }
    job.say(
        "%s is done, but %,d of its %,d prompts failed; to search for them again %s has to be there"
            .formatted(run, record.totals().failed(), record.prompts().count(), gone));
    return ExitCode.SOME_FAILED;
  }

  private int done(SearchJob job) {
    job.say(run + " is done; there is nothing to go on with");
    return ExitCode.DONE;
  }

  private int resume(
      RunRecord record, SearchJob job, PlannedSearch planned, boolean takeOver, Configuration conf)
      throws IOException {
    RunDirectory directory = new RunDirectory(new Path(run));
    PlannedSearch same = planned.requireSame(record, run);
    if (record.status() == Status.DONE && isOver(record, conf)) {
      return done(job);
    }
    job.tell(same);
    RunHistory history = RunHistory.read(directory, same.prompts(), same.plan().waves(), conf);
    job.say(run + ": " + history);
    if (record.failure() != null) {
      job.say(run + ": it had failed: " + record.failure());
    }
    process.run().begun(run, "", conf);
    return job.resume(same, takeOver, progress);
  }
}
