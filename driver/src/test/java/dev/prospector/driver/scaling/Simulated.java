package dev.prospector.driver.scaling;

import dev.prospector.driver.scaling.ScalingCurve.Point;
import dev.prospector.executors.noise.Seeds;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Curves whose law is known. */
final class Simulated {
  private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);

  private Simulated() {}

  /**
   * Prompts about a law: each with an ease of its own, and chance at each budget.
   *
   * @param number of the simulation
   */
  static ScalingCurve curve(
      String metric, int number, int prompts, double[] nfe, DoubleUnaryOperator mean) {
    List<Point> points =
        IntStream.range(0, nfe.length)
            .mapToObj(
                k ->
                    new Point(
                        nfe[k],
                        nfe[k] / 8,
                        List.of("arm" + k),
                        IntStream.range(0, prompts)
                            .mapToObj(
                                p ->
                                    mean.applyAsDouble(nfe[k])
                                        + .2 * normal(number, p, 0)
                                        + .03 * normal(number, p, k + 1))
                            .toList()))
            .toList();
    return new ScalingCurve(metric, new TreeMap<>(), ScalingCurve.BUDGET, points);
  }

  private static double normal(int number, int prompt, int k) {
    return NORMAL.inverseCumulativeProbability(
        Seeds.uniform(number, "prompt" + prompt, 0, k) + 0x1p-54);
  }
}
