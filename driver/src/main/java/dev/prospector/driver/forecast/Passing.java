package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.BeyondLog;
import dev.prospector.driver.budget.PassRate;
import dev.prospector.driver.budget.UntilMark;
import dev.prospector.executors.candidate.Scores;
import java.util.List;

/**
 * Which of the past's candidates reach a mark, and what that tells of prompts none of whose
 * candidates does, if they go on.
 *
 * @param rate how likely prompts' candidates reach it
 */
record Passing(UntilMark until, Past past, PassRate rate) {

  static Passing of(UntilMark until, Past past) {
    int[] prompts = new int[past.candidates() + 1];
    for (Draws one : past.prompts()) {
      prompts[passing(until, one).size()]++;
    }
    return new Passing(until, past, PassRate.ofCounts(prompts));
  }

  private static List<Scores> passing(UntilMark until, Draws draws) {
    return draws.candidates().stream().filter(of -> passes(until, of)).toList();
  }

  static boolean passes(UntilMark until, Scores scores) {
    return until.mark().isReached(name -> scores.of(until.verifiers().indexOf(name)));
  }

  /** How such a prompt goes on. */
  BeyondLog beyond(long most) {
    return BeyondLog.of(until, rate, past.candidates(), most);
  }

  /**
   * What a verifier says of the candidate with which such a prompt reaches the mark, on average:
   * what it says of those of other prompts that do, each prompt p by how likely it would have been
   * one whose n candidates all fail and whose next one does not,
   *
   * <pre>
   *   w_p = E[(1 − q_p)^n q_p],   q_p ~ Beta(a + c_p, b + n − c_p), c_p of n candidates pass
   * </pre>
   *
   * @param column of the verifier
   * @param otherwise if no candidate of any prompt reaches it
   */
  double late(int column, double otherwise) {
    int n = past.candidates();
    double sum = 0;
    double weights = 0;
    for (Draws one : past.prompts()) {
      List<Scores> those = passing(until, one);
      if (!those.isEmpty()) {
        PassRate own = rate.after(those.size(), n - those.size());
        double weight = own.survives(n) * own.nextPasses(n);
        sum += weight * those.stream().mapToDouble(s -> s.of(column)).average().orElseThrow();
        weights += weight;
      }
    }
    return weights > 0 ? sum / weights : otherwise;
  }
}
