package dev.prospector.driver.search;

import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.List;

/**
 * One prompt's finished candidates, as far as they can still win. Immutable.
 *
 * <p>Where a value does not depend on its company, that is the k best; under an ensemble of ranks
 * it is all of them, since a newcomer can change the order of the others.
 *
 * @param objective who decides
 * @param k winners
 * @param members those kept, in the order in which they came
 */
public record Pool(Objective objective, int k, List<ScoredCandidate> members) {
  public Pool {
    members = List.copyOf(members);
  }

  static Pool empty(Objective objective, int k) {
    return new Pool(objective, k, List.of());
  }

  /** With more candidates. */
  Pool plus(List<ScoredCandidate> more) {
    List<ScoredCandidate> all = new ArrayList<>(members);
    all.addAll(more);
    Pool grown = new Pool(objective, k, all);
    return objective.dependsOnPool() || all.size() <= k
        ? grown
        : new Pool(objective, k, ranked(objective, all, k));
  }

  /** The k best, by value and then by id. */
  public List<Entry<ScoredCandidate>> best() {
    return best(objective, members, k);
  }

  /** Whether the one is better than the other, valued among all members and both. */
  boolean prefers(ScoredCandidate one, ScoredCandidate other) {
    List<ScoredCandidate> all = new ArrayList<>(members);
    all.add(one);
    all.add(other);
    double[] values = objective.values(scores(all));
    return values[all.size() - 2] > values[all.size() - 1];
  }

  /** The best of some candidates, valued among themselves, best first. */
  static List<Entry<ScoredCandidate>> best(Objective objective, List<ScoredCandidate> some, int k) {
    if (some.isEmpty()) {
      return List.of();
    }
    double[] values = objective.values(scores(some));
    TopK<ScoredCandidate> top = TopK.empty(k);
    for (int i = 0; i < values.length; i++) {
      top = top.plus(values[i], some.get(i).candidate().id(), some.get(i));
    }
    return top.entries();
  }

  /** As {@link #best(Objective, List, int)}, without the values. */
  static List<ScoredCandidate> ranked(Objective objective, List<ScoredCandidate> some, int k) {
    return best(objective, some, k).stream().map(Entry::value).toList();
  }

  private static List<Scores> scores(List<ScoredCandidate> some) {
    return some.stream().map(ScoredCandidate::scores).toList();
  }
}
