package dev.prospector.driver.search;

import java.util.List;

/**
 * Who goes on from a look when it is known what looks are worth: as many as it takes to have the
 * best among them, or one that is hardly worse, and no more. An (ε, δ)-good arm as in Even-Dar,
 * Mannor and Mansour 2006 ("Action Elimination and Stopping Conditions"), rejected in rounds.
 *
 * <pre>
 *   y_i ~ N(ŷ_i, v), final scores as looks predict them,   ŷ_(1) ≥ ŷ_(2) ≥ ...
 *   keep the least c with P(max_{i≤c} y_(i) + ε ≥ max_i y_i) ≥ 1 − δ,   k ≤ c ≤ what shares would
 * </pre>
 *
 * <p>With ε = 0 these are the fewest whose probabilities of being the best sum to 1 − δ. No round
 * of a prompt costs more than under fixed shares. What is not needed is not spent.
 *
 * @param schedule with the shares, δ, and ε in standard deviations of a typical prompt
 * @param predictor of ŷ and v
 */
record ProbableBest(SearchSpace space, PruningSchedule schedule, LookPredictor predictor) {

  /**
   * The state that goes on with those who are kept.
   *
   * @param next the round's, with what was remembered before it
   * @param x those of the round that did not fail, at least one, in its order
   */
  SearchState keep(SearchState next, List<ScoredCandidate> x) {
    double[] values = space.objective().values(x.stream().map(Contender::scores).toList());
    Looks seen =
        next.memory(Looks.class)
            .map(before -> before.next(parents(x), values))
            .orElseGet(() -> Looks.first(values));
    LookPredictor.Prediction y = predictor.predict(next.prompt(), seen);
    int most = Math.min(x.size(), schedule.most(seen.begun(), seen.count()));
    List<Integer> kept =
        y.fewest(schedule.risk(), schedule.margin(), Math.min(space.k(), most), most);
    return next.withMemory(seen.of(kept)).withSurvivors(kept.stream().map(x::get).toList());
  }

  /** A child has the place in its round that its parent had among those who went on. */
  private static int[] parents(List<ScoredCandidate> x) {
    return x.stream().mapToInt(one -> one.id().index()).toArray();
  }
}
