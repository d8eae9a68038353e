package dev.prospector.driver.sweep;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What arms took besides NFE, all prompts together.
 *
 * <p>Floating-point operations are F = p d + i e, of p passes of the denoiser (two for a guided
 * NFE) and i decoded images, each at what the bundle declares for one sample, d and e: the search's
 * own, looks on the way and final images among them, whatever the precision. First samples that a
 * search does not draw itself, which its NFE do not count either, text encoders, image encoders and
 * verifiers are left out. An arm that is told from a pool takes p and i of as many of the pool's
 * candidates, at their mean.
 *
 * @param seconds on devices, first samples and verifiers too; by arm, of those that ran
 * @param flops F by arm, of those whose bundles declare it
 */
public record Expenses(Map<String, Double> seconds, Map<String, Double> flops) {

  /** What a run took. */
  private record Taken(double passes, double images, long candidates, double seconds) {}

  /**
   * Those of all arms whose runs are done; none where no sweep has begun.
   *
   * @param out a sweep's directory
   * @throws dev.prospector.driver.input.InvalidInputException if a file is not what was written
   * @throws IOException if it can't be read
   */
  public static Expenses of(String out, Configuration conf) throws IOException {
    Map<String, Double> seconds = new LinkedHashMap<>();
    Map<String, Double> flops = new LinkedHashMap<>();
    Optional<SweepRecord> sweep = SweepRecord.read(out, conf);
    int prompts = sweep.map(of -> of.prompts().size()).orElse(0);
    Map<String, Taken> byRun = new HashMap<>();
    for (SweepRecord.Entry arm : sweep.map(SweepRecord::arms).orElse(List.of())) {
      RunDirectory run = arm.directory(out);
      if (!run.files(conf).exists(run.success())) {
        continue;
      }
      Taken taken = byRun.get(arm.run());
      if (taken == null) {
        taken = taken(run, conf);
        byRun.put(arm.run(), taken);
      }
      if (!arm.derived()) {
        seconds.put(arm.name(), taken.seconds());
      }
      if (arm.flops() != null) {
        double share = arm.derived() ? (double) arm.candidates() * prompts / taken.candidates() : 1;
        flops.put(arm.name(), arm.flops().of(share * taken.passes(), share * taken.images()));
      }
    }
    return new Expenses(seconds, flops);
  }

  private static Taken taken(RunDirectory run, Configuration conf) throws IOException {
    RunRecord.Totals totals = RunRecordFile.read(run, conf).totals();
    long passes = totals.forwards();
    long images = totals.decodes();
    if (totals.nfeFirstSamples() > 0) {
      RunCommits commits = RunCommits.of(run, conf);
      for (Path log : commits.firstSampleLogs()) {
        commits.require(log);
        try (Rows<LoggedCandidate> first = RoundLog.read(log, conf)) {
          while (first.hasNext()) {
            LoggedCandidate one = first.next();
            passes -= one.cost().forwards();
            images -= one.cost().decodes();
          }
        }
      }
    }
    return new Taken(passes, images, totals.candidates(), totals.deviceSeconds());
  }
}
