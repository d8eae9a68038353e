package dev.prospector.jobs.command;

import dev.prospector.driver.sweep.Observation;
import dev.prospector.driver.sweep.Observations;
import dev.prospector.driver.sweep.SweepPlan;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.report.SweepPage;
import dev.prospector.jobs.track.NotLoggedException;
import dev.prospector.jobs.track.SweepLog;
import dev.prospector.jobs.track.TrackingServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Tells what a sweep's arms came to, when all of its runs have ended.
 *
 * @param pricePerHour of one device
 * @param tracking who else is told
 */
record SweepEnd(
    RunProcess process, OptionalDouble pricePerHour, Optional<TrackingServer> tracking) {

  /**
   * Tells it.
   *
   * @param code what the runs end in
   * @return that, or that telling has failed
   */
  int told(SweepPlan plan, List<Prompt> prompts, int code, Configuration hadoop)
      throws IOException {
    Path out = new Path(plan.out());
    List<Observation> observations = Observations.of(plan.out(), hadoop);
    SweepLines.of(observations, prompts.size()).forEach(this::say);
    List<String> ids = prompts.stream().map(Prompt::id).toList();
    Path page = SweepPage.write(out, ids, observations, pricePerHour, hadoop);
    say("page: " + FileSystems.shown(page));
    boolean logged = logged(out, plan, observations, hadoop);
    System.out.println(process.redaction().text(FileSystems.shown(out)));
    return logged ? code : ExitCode.FAILED;
  }

  /** A server that is away costs nothing that was found. */
  private boolean logged(
      Path out, SweepPlan plan, List<Observation> observations, Configuration hadoop)
      throws IOException {
    if (tracking.isEmpty()) {
      return true;
    }
    try {
      say(
          SweepLog.log(
              tracking.get(), out, plan.record(), observations, process.redaction(), hadoop));
      return true;
    } catch (NotLoggedException e) {
      say("failed: " + e.getMessage());
      return false;
    }
  }

  private void say(String line) {
    process.terminal().say(process.redaction().text(line));
  }
}
