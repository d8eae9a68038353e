package dev.prospector.jobs.report;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.candidate.Readout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Score against NFE: what each verifier says of the currently best image, as a mean over prompts. A
 * prompt whose search ended early stays where it ended.
 *
 * @param points in increasing NFE; none if the log holds no image
 */
record Curve(List<Point> points) {

  /**
   * After so many images per prompt.
   *
   * @param images per prompt, at most
   * @param nfe spent per prompt so far, mean over prompts
   * @param scores of the best image so far, one per verifier
   */
  record Point(int images, double nfe, List<Interval> scores) {}

  /**
   * Streams the round log. What it keeps is a few numbers per prompt; under an ensemble, whose
   * ranks need the whole pool, the scores of each candidate.
   */
  static Curve read(RunDirectory directory, RunResults findings, Configuration conf)
      throws IOException {
    Map<String, Progress> prompts = new LinkedHashMap<>();
    for (Path wave : directory.waves(conf)) {
      for (Path round : directory.rounds(wave, conf)) {
        int[] columns = columns(findings.verifiers(), round, conf);
        try (Rows<LoggedCandidate> rows = RoundLog.read(round, conf)) {
          while (rows.hasNext()) {
            add(rows.next(), columns, prompts, findings.searched());
          }
        }
      }
    }
    return of(prompts.values(), findings.verifiers().size());
  }

  /** The most images that any prompt got. */
  int images() {
    return points.isEmpty() ? 0 : points.get(points.size() - 1).images();
  }

  static Curve of(Collection<Progress> prompts, int verifiers) {
    List<Progress> drawn = prompts.stream().filter(p -> p.images() > 0).toList();
    int most = drawn.stream().mapToInt(Progress::images).max().orElse(0);
    List<Point> points = new ArrayList<>();
    for (int power = 0; power < 31 && 1 << power <= most; power++) {
      int p = power;
      points.add(point(1 << p, drawn.stream().map(d -> d.after(p)).toList(), verifiers));
    }
    if (most > 0) {
      Point end = point(most, drawn.stream().map(Progress::end).toList(), verifiers);
      if (Integer.bitCount(most) == 1) {
        points.remove(points.size() - 1);
      }
      points.add(end);
    }
    return new Curve(points);
  }

  private static Point point(int images, List<double[]> states, int verifiers) {
    return new Point(
        images,
        mean(states, 0).mean(),
        IntStream.rangeClosed(1, verifiers).mapToObj(v -> mean(states, v)).toList());
  }

  private static Interval mean(List<double[]> states, int column) {
    return Interval.of(states.stream().mapToDouble(state -> state[column]).toArray());
  }

  private static void add(
      LoggedCandidate row, int[] columns, Map<String, Progress> prompts, int searched) {
    Progress progress = prompts.computeIfAbsent(row.promptId(), id -> new Progress(searched));
    if (row.scores() == null || row.readout() != Readout.IMAGE || searched == 0) {
      progress.spend(row.cost().nfe());
      return;
    }
    double[] scores = new double[columns.length];
    for (int v = 0; v < columns.length; v++) {
      scores[v] = row.scores().of(columns[v]);
    }
    progress.image(scores, row.cost().nfe());
  }

  private static int[] columns(List<String> verifiers, Path round, Configuration conf)
      throws IOException {
    List<String> logged = RoundLog.verifiers(round, conf);
    if (!logged.containsAll(verifiers)) {
      throw new IOException(
          round + " has scores by " + logged + ", expected those of run.json, " + verifiers);
    }
    return verifiers.stream().mapToInt(logged::indexOf).toArray();
  }
}
