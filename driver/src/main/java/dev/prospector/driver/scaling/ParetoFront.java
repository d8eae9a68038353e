package dev.prospector.driver.scaling;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What nothing beats: whatever costs as little gives less. */
public final class ParetoFront {
  private ParetoFront() {}

  /**
   * The front, the cheapest first.
   *
   * @param cost less is better; who has none, NaN, is left out
   * @param gain more is better; likewise
   */
  public static <T> List<T> of(
      Collection<T> all, ToDoubleFunction<T> cost, ToDoubleFunction<T> gain) {
    List<T> sorted =
        all.stream()
            .filter(one -> Double.isFinite(cost.applyAsDouble(one)))
            .filter(one -> Double.isFinite(gain.applyAsDouble(one)))
            .sorted(
                Comparator.comparingDouble(cost)
                    .thenComparing(Comparator.comparingDouble(gain).reversed()))
            .toList();
    List<T> front = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (T one : sorted) {
      if (gain.applyAsDouble(one) > best) {
        front.add(one);
        best = gain.applyAsDouble(one);
      }
    }
    return front;
  }
}
