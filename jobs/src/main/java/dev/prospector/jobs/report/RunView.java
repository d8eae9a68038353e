package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.driver.secret.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * What pages tell of a run, but for its images.
 *
 * @param progress of every prompt's search, by its id
 * @param began when its first file was written, or null if nobody knows
 * @param commands what a reader may type, of which the run's name can be shown
 */
record RunView(
    RunRecord run,
    RunCommits commits,
    RunResults findings,
    Map<String, Progress> progress,
    Instant began,
    Commands commands) {

  /**
   * Reads it.
   *
   * @throws IOException if a file can't be read; what {@link RunRecordFile#read} refuses is refused
   */
  static RunView read(RunDirectory directory, Configuration conf) throws IOException {
    RunRecord run = RunRecordFile.read(directory, conf);
    RunCommits commits = RunCommits.of(directory, conf);
    RunResults findings = RunResults.read(commits, run, conf);
    RunProgress.Listener nobody = (prompt, progress) -> {};
    Map<String, Progress> progress =
        RunProgress.read(
            commits.logs(), searchedBy(directory, run), findings.verifiers(), nobody, conf);
    Redaction redaction = new Redaction();
    RecordedSettings.of(run.configuration()).teach(redaction);
    Commands commands = Commands.of(directory.root(), redaction);
    return new RunView(run, commits, findings, progress, began(directory, conf), commands);
  }

  /** Over all of its prompts. */
  Curve curve() {
    return Curve.of(progress.values(), findings.verifiers().size());
  }

  /** Over some of its prompts. */
  Curve curve(Set<String> ids) {
    List<Progress> some =
        progress.entrySet().stream()
            .filter(prompt -> ids.contains(prompt.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return Curve.of(some, findings.verifiers().size());
  }

  /** A run has no clock in its record; of its files this one is never written again. */
  static Instant began(RunDirectory directory, Configuration conf) throws IOException {
    try {
      FileStatus file = directory.files(conf).getFileStatus(directory.begunRecord());
      long time = file.getModificationTime(); // 0 where a file system keeps none.
      return time > 0 ? Instant.ofEpochMilli(time) : null;
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  static Objective searchedBy(RunDirectory directory, RunRecord run) throws IOException {
    String by = run.verifiers().by();
    try {
      return SearchTarget.parse(by).objective();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: verifiers.by was \"%s\", expected %s"
              .formatted(directory.runRecord(), by, e.getMessage()),
          e);
    }
  }
}
