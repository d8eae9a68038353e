package dev.prospector.driver.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of one prompt's candidates on their way.
 *
 * @param begun candidates that were there at the first look
 * @param mean of their values at it
 * @param deviation the standard deviation of their values at it (n − 1); 0 for a single one
 * @param values of those that are still there: for each the values of its looks, the first look
 *     first
 */
public record Looks(int begun, double mean, double deviation, List<List<Double>> values)
    implements AlgorithmMemory {

  public Looks {
    values = values.stream().map(List::copyOf).toList();
  }

  /** The first look at all of a prompt's candidates. */
  public static Looks first(double[] seen) {
    double sum = 0;
    for (double value : seen) {
      sum += value;
    }
    double mean = sum / seen.length;
    double squares = 0;
    List<List<Double>> values = new ArrayList<>();
    for (double value : seen) {
      squares += (value - mean) * (value - mean);
      values.add(List.of(value));
    }
    double deviation = seen.length < 2 ? 0 : Math.sqrt(squares / (seen.length - 1));
    return new Looks(seen.length, mean, deviation, values);
  }

  /**
   * One look more.
   *
   * @param from which of those that were there each of those now seen is
   */
  Looks next(int[] from, double[] seen) {
    List<List<Double>> longer = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      List<Double> one = new ArrayList<>(values.get(from[i]));
      one.add(seen[i]);
      longer.add(one);
    }
    return new Looks(begun, mean, deviation, longer);
  }

  /** Of these alone, in this order. */
  Looks of(List<Integer> kept) {
    return new Looks(begun, mean, deviation, kept.stream().map(values::get).toList());
  }

  /** As it was after so many looks. */
  public Looks upTo(int looks) {
    return new Looks(
        begun, mean, deviation, values.stream().map(one -> one.subList(0, looks)).toList());
  }

  /** How many looks each had. */
  public int count() {
    return values.get(0).size();
  }
}
