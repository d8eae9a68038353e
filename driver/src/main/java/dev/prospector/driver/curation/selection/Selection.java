package dev.prospector.driver.curation.selection;

import dev.prospector.driver.curation.sieve.Sieve;
import java.util.Objects;
import java.util.Optional;

/**
 * How many images to choose, and how.
 *
 * @param number of them; all stay if there are not more
 * @param method by which they are chosen
 * @param weight of scores beside being unlike what is chosen already, from 0 to 1; of {@link
 *     Method#GREEDY} alone
 * @param by a column with categories, whose shares stay as they are; empty for one category of all
 */
public record Selection(int number, Method method, double weight, Optional<String> by) {

  /** How images are chosen. */
  public enum Method {
    /** One after the other, each the best and most unlike those before. */
    GREEDY,
    /** The best of each of as many clusters. */
    K_MEANS
  }

  public Selection {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(by, "by");
    if (number < 1) {
      throw new IllegalArgumentException("number %d, expected 1 or more".formatted(number));
    }
    if (!(weight >= 0 && weight <= 1)) {
      throw new IllegalArgumentException("weight %s, expected 0 to 1".formatted(weight));
    }
  }

  /**
   * The rule. Rows need features; those without go. The nearest of what stays is in what the rule
   * saw.
   */
  public Sieve sieve() {
    return method == Method.GREEDY
        ? new Greedy(number, weight, by)
        : new BestOfClusters(number, by);
  }
}
