package dev.prospector.driver.search;

import dev.prospector.driver.search.TopK.Entry;
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
        : new Pool(objective, k, objective.best(all, k).values());
  }

  /** The k best, by value and then by id. */
  public List<Entry<ScoredCandidate>> best() {
    return objective.best(members, k).entries();
  }

  /** Whether the one is better than the other, valued among all members and both. */
  boolean prefers(ScoredCandidate one, ScoredCandidate other) {
    List<ScoredCandidate> all = new ArrayList<>(members);
    all.add(one);
    all.add(other);
    double[] values = objective.values(all.stream().map(Contender::scores).toList());
    return values[all.size() - 2] > values[all.size() - 1];
  }
}
