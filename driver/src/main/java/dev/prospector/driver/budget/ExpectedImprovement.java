package dev.prospector.driver.budget;

import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchState;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Spends where it pays: a next candidate goes to the prompt whose winner it is expected to improve
 * most, by what candidates brought to prompts that stood alike. Weitzman's index ("Optimal Search
 * for the Best Alternative", 1979) by what was seen.
 *
 * <pre>
 *   everybody draws k
 *   R − 1 times, with an equal share of what is left:
 *     while there is some: to argmax_p E[(y − max(y_p, those granted))⁺],  if that is ≥ c
 *       E over the 60 draws nearest to p by 4 |Δ F(max y_p)| + .3 |Δ log₂ n|, and those as near
 *       at most as many as p has had
 *   y in standard deviations of all candidates of the wave, F their distribution
 * </pre>
 *
 * <p>What one prompt gets depends on those that share its wave. A prompt of which nothing could be
 * scored gets no more.
 *
 * @param objective who is better
 * @param candidate its NFE, or that of the least that the algorithm can be granted
 * @param k how many everybody is granted first, so that as many come of them as are to win
 * @param mean how many per prompt, k or more; infinite for no limit
 * @param price c, 0 or more
 */
public record ExpectedImprovement(
    Objective objective, int candidate, int k, double mean, double price, History history)
    implements BudgetPolicy {
  /** Rounds besides those in which everybody could have doubled up to the cap. */
  private static final int ROUNDS_MORE = 4;

  /** Before the first round. */
  public ExpectedImprovement(Objective objective, int candidate, int k, double mean, double price) {
    this(objective, candidate, k, mean, price, History.NONE);
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public BudgetPolicy after(List<List<ScoredCandidate>> finished) {
    return new ExpectedImprovement(objective, candidate, k, mean, price, history.plus(finished));
  }

  @Override
  public long most(int prompts, long nfe) {
    return (long) Math.min(Math.floor(mean * prompts) * candidate, (double) prompts * nfe);
  }

  @Override
  public long[] grant(List<SearchState> states) {
    long[] grants = new long[states.size()];
    if (states.stream().allMatch(state -> state.budget().spent() == 0)) {
      Arrays.fill(grants, k);
    } else {
      spend(ofRound(states), offers(states), grants);
    }
    return Arrays.stream(grants).map(candidates -> candidates * candidate).toArray();
  }

  /** Candidates of the coming round. */
  private double ofRound(List<SearchState> states) {
    double spent = states.stream().mapToLong(state -> state.budget().spent()).sum();
    long cap = states.get(0).budget().granted() / candidate;
    int rounds = ROUNDS_MORE + Long.SIZE - Long.numberOfLeadingZeros(cap / k);
    double left = Math.floor(mean * states.size()) - spent / candidate;
    return Math.ceil(left / Math.max(1, rounds - history.rounds()));
  }

  /** Whole ladders, though one of pruning's may end before all of it is spent. */
  private long drawn(SearchState state) {
    return (state.budget().spent() + candidate - 1) / candidate;
  }

  /** One for each prompt that may draw. */
  private PriorityQueue<Offer> offers(List<SearchState> states) {
    double[][] values = history.values(objective);
    Improvements pooled = new Improvements(values);
    PriorityQueue<Offer> offers = new PriorityQueue<>();
    for (int p = 0; p < values.length; p++) {
      SearchState state = states.get(p);
      int drawn = Math.toIntExact(drawn(state));
      long most = Math.min(drawn, state.budget().affords(candidate));
      if (values[p].length > 0 && most > 0 && !state.finished()) {
        double best = Arrays.stream(values[p]).max().orElseThrow();
        offers.add(Offer.first(p, most, pooled.of(best, drawn)));
      }
    }
    return offers;
  }

  private void spend(double some, PriorityQueue<Offer> offers, long[] grants) {
    for (double left = some; left >= 1 && !offers.isEmpty(); left--) {
      Offer best = offers.remove();
      if (best.worth() <= 0 || best.worth() < price) {
        return;
      }
      grants[best.prompt()]++;
      best.next().ifPresent(offers::add);
    }
  }
}
