package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Score against what was spent: what each verifier says of the currently best image, as a mean over
 * prompts. A prompt whose search ended early stays where it ended.
 *
 * @param points after 1, 2, 4, … images per prompt and at the end; none if the log holds no image
 * @param rounds after rounds, from the first after which every prompt has an image
 */
record Curve(List<Point> points, List<Point> rounds) {
  /** As many as can be told apart on a chart. */
  private static final int MOST_ROUNDS = 32;

  /**
   * After so much.
   *
   * @param count of images per prompt, at most, or of rounds
   * @param nfe spent per prompt so far, mean over prompts
   * @param scores of the best image so far, one per verifier
   */
  record Point(int count, double nfe, List<Interval> scores) {}

  /** The most images that any prompt got. */
  int images() {
    return points.isEmpty() ? 0 : points.get(points.size() - 1).count();
  }

  static Curve of(Collection<Progress> prompts, int verifiers) {
    List<Progress> drawn = prompts.stream().filter(p -> p.images() > 0).toList();
    return new Curve(byImages(drawn, verifiers), byRounds(drawn, verifiers));
  }

  private static List<Point> byImages(List<Progress> drawn, int verifiers) {
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
    return points;
  }

  private static List<Point> byRounds(List<Progress> drawn, int verifiers) {
    int rounds = drawn.stream().mapToInt(Progress::rounds).max().orElse(0);
    int every = (rounds + MOST_ROUNDS - 1) / MOST_ROUNDS;
    List<Point> points = new ArrayList<>();
    for (int count = 1; count <= rounds; count++) {
      // Counted from the end, which is to be there.
      if ((rounds - count) % every == 0) {
        int c = count;
        List<Progress.Lead> leads =
            drawn.stream().map(d -> d.afterRounds(c)).flatMap(Optional::stream).toList();
        if (leads.size() == drawn.size()) {
          points.add(point(c, leads, verifiers));
        }
      }
    }
    return points;
  }

  private static Point point(int count, List<Progress.Lead> leads, int verifiers) {
    return new Point(
        count,
        leads.stream().mapToLong(Progress.Lead::nfe).average().orElseThrow(),
        IntStream.range(0, verifiers)
            .mapToObj(v -> mean(leads, lead -> lead.image().scores().of(v)))
            .toList());
  }

  private static Interval mean(List<Progress.Lead> leads, ToDoubleFunction<Progress.Lead> value) {
    return Interval.of(leads.stream().mapToDouble(value).toArray());
  }
}
