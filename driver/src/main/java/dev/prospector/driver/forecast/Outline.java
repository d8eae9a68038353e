package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.Waves;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A search that is to be forecast.
 *
 * @param algorithm random search
 * @param space in which verifiers decide
 * @param policy what of their budget prompts may spend round by round; whichever it is, it is
 *     played over the earlier run's candidates
 * @param nfe granted to each prompt
 * @param waves prompts that share their rounds
 * @param verifiers in the order of its scores, the searched ones first
 * @param prompts how many
 */
public record Outline(
    SearchAlgorithm algorithm,
    SearchSpace space,
    BudgetPolicy policy,
    long nfe,
    Waves waves,
    List<String> verifiers,
    int prompts) {
  public Outline {
    verifiers = List.copyOf(verifiers);
  }

  /** NFE of one candidate. */
  public int candidateNfe() {
    return space.nfe(space.whole(), space.readout());
  }

  /** The most NFE that so many prompts may spend, wave by wave. */
  long most(int ofPrompts) {
    List<Integer> all = IntStream.range(0, ofPrompts).boxed().toList();
    return waves.among(ofPrompts).of(all).stream()
        .mapToLong(wave -> policy.most(wave.size(), nfe))
        .sum();
  }

  /** The most candidates that a prompt may have. */
  public long candidates() {
    return nfe / candidateNfe();
  }

  /**
   * How many candidates of each prompt an earlier run has to have: one, where the rest can be
   * extrapolated, else as many as a prompt may have.
   */
  public long fewest() {
    boolean isMark =
        policy instanceof UntilMark && space.k() == 1 && !space.objective().dependsOnPool();
    return policy == BudgetPolicy.UNIFORM || isMark ? 1 : candidates();
  }
}
