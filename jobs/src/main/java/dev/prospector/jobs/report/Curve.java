package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.search.Objective;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

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

  static Curve read(
      RunCommits commits, Objective objective, List<String> verifiers, Configuration conf)
      throws IOException {
    RunProgress.Listener nobody = (prompt, progress) -> {};
    return of(
        RunProgress.read(commits, objective, verifiers, nobody, conf).values(), verifiers.size());
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
      Point end = point(most, drawn.stream().map(Progress::now).toList(), verifiers);
      if (Integer.bitCount(most) == 1) {
        points.remove(points.size() - 1);
      }
      points.add(end);
    }
    return new Curve(points);
  }

  private static Point point(int images, List<Progress.Lead> leads, int verifiers) {
    return new Point(
        images,
        mean(leads, Progress.Lead::nfe).mean(),
        IntStream.range(0, verifiers)
            .mapToObj(v -> mean(leads, lead -> lead.image().scores().of(v)))
            .toList());
  }

  private static Interval mean(List<Progress.Lead> leads, ToDoubleFunction<Progress.Lead> value) {
    return Interval.of(leads.stream().mapToDouble(value).toArray());
  }
}
