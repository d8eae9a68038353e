package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What verifiers say of the best image so far, as a search goes on: the report's curve, for others
 * who draw it.
 *
 * @param verifiers the searched ones first
 * @param points after rounds; after 1, 2, 4, … images where there is one round alone
 */
public record BestSoFar(List<String> verifiers, List<Point> points) {

  /**
   * At one time.
   *
   * @param nfe spent per prompt so far, mean over prompts
   * @param means over prompts, one per verifier
   */
  public record Point(double nfe, List<Double> means) {}

  /**
   * Reads it from a run's log.
   *
   * @throws IOException if a file can't be read; what {@link RunRecordFile#read} refuses is refused
   */
  public static BestSoFar read(RunDirectory directory, Configuration conf) throws IOException {
    RunRecord run = RunRecordFile.read(directory, conf);
    List<String> verifiers = run.verifiers().all();
    RunProgress.Listener nobody = (prompt, progress) -> {};
    Map<String, Progress> prompts =
        RunProgress.read(
            RunCommits.of(directory, conf).logs(),
            RunView.searchedBy(directory, run),
            verifiers,
            nobody,
            conf);
    return new BestSoFar(verifiers, points(prompts.values(), verifiers.size()));
  }

  private static List<Point> points(Collection<Progress> prompts, int verifiers) {
    Curve curve = Curve.of(prompts, verifiers);
    List<Curve.Point> points = curve.rounds().size() > 1 ? curve.rounds() : curve.points();
    return points.stream()
        .map(point -> new Point(point.nfe(), point.scores().stream().map(Interval::mean).toList()))
        .toList();
  }
}
