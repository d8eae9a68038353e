package dev.prospector.driver.forecast;

import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.noise.Seeds;
import java.util.List;

/**
 * The candidates of one prompt, all drawn independently.
 *
 * @param promptId the prompt's
 * @param candidates what verifiers say of each
 */
public record Draws(String promptId, List<Scores> candidates) {
  public Draws {
    candidates = List.copyOf(candidates);
  }

  /**
   * They might have come in any order: one of them, the same whenever it is asked for (Fisher and
   * Yates, with numbers derived from the prompt and the order's number).
   */
  public int[] order(int number) {
    int[] order = new int[candidates.size()];
    for (int i = 0; i < order.length; i++) {
      int j = (int) (Seeds.uniform(0, promptId, number, i) * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
