package dev.prospector.driver.budget;

import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.SearchState;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Goes on with a prompt until its winners reach a mark, and leaves the compute to those that are
 * harder: the round-robin over unsolved prompts of ReD, "Reset and Discard" (arXiv 2601.21522),
 * which is optimal under a common prior, in rounds that grow.
 *
 * <pre>
 *   each round, each prompt p whose k best are below the mark:
 *     if p has k and a / (a + b + f_p) &lt; g: give up   (a, b) fitted to the wave, f_p failures of p
 *     else: half as many candidates again as it has had, at least one
 * </pre>
 *
 * <p>With g = 0 what a prompt gets depends on itself alone; otherwise on those that share its wave.
 *
 * @param mark what is good enough
 * @param verifiers whose scores states have, in their order
 * @param candidate its NFE, or that of the least that the algorithm can be granted
 * @param giveUp g, the chance of a next candidate below which a prompt is left; 0 for never
 */
public record UntilMark(Mark mark, List<String> verifiers, int candidate, double giveUp)
    implements BudgetPolicy {
  public UntilMark {
    verifiers = List.copyOf(verifiers);
  }

  @Override
  public long[] grant(List<SearchState> states) {
    PassRate rate = giveUp > 0 ? PassRate.fit(courses(states)) : null;
    return states.stream()
        .mapToLong(
            state -> {
              long drawn = drawn(state);
              boolean unlikely = rate != null && isFull(state) && rate.nextPasses(drawn) < giveUp;
              boolean ends = unlikely || reached(state);
              return ends ? 0 : (Chunks.after(drawn) - drawn) * candidate;
            })
        .toArray();
  }

  /** Whole ladders, though one of pruning's may end before all of it is spent. */
  private long drawn(SearchState state) {
    return (state.budget().spent() + candidate - 1) / candidate;
  }

  /** Whether a prompt's winners all reach the mark. */
  boolean reached(SearchState state) {
    return isFull(state)
        && state.pool().best().stream()
            .allMatch(
                one -> mark.isReached(name -> one.value().scores().of(verifiers.indexOf(name))));
  }

  /** Whether there are as many candidates as are to win; with fewer it has not failed either. */
  private static boolean isFull(SearchState state) {
    return state.pool().members().size() >= state.pool().k();
  }

  private SortedMap<PassRate.Course, Integer> courses(List<SearchState> states) {
    SortedMap<PassRate.Course, Integer> courses = new TreeMap<>();
    for (SearchState state : states) {
      long drawn = drawn(state);
      if (isFull(state)) {
        courses.merge(
            new PassRate.Course(Chunks.before(drawn), drawn, reached(state)), 1, Integer::sum);
      }
    }
    return courses;
  }
}
