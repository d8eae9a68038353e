package dev.prospector.driver.search;

import dev.prospector.driver.search.TopK.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One prompt's finished candidates, as far as they can still win. Immutable.
 *
 * <p>Where a value does not depend on its company, that is the best ones; under an ensemble it is
 * all of them, since a newcomer can change the order of the others.
 *
 * @param objective who decides
 * @param k winners
 * @param held how many can still win: k, or more if who wins is not decided by their values alone
 * @param keepsLeaders whether those that could win after an earlier round are kept
 * @param members those kept, in the order in which they came
 */
public record Pool(
    Objective objective, int k, int held, boolean keepsLeaders, List<ScoredCandidate> members) {
  public Pool {
    members = List.copyOf(members);
  }

  /** One that lets go of whoever the later ones have beaten. */
  public Pool(Objective objective, int k, int held, List<ScoredCandidate> members) {
    this(objective, k, held, false, members);
  }

  static Pool empty(Objective objective, int k) {
    return new Pool(objective, k, k, List.of());
  }

  /** With more candidates. */
  public Pool plus(List<ScoredCandidate> more) {
    List<ScoredCandidate> all = new ArrayList<>(members);
    all.addAll(more);
    if (objective.dependsOnPool() || all.size() <= held) {
      return with(all);
    }
    Set<ScoredCandidate> kept = new LinkedHashSet<>(keepsLeaders ? members : List.of());
    kept.addAll(objective.best(all, held).values());
    return with(List.copyOf(kept));
  }

  private Pool with(List<ScoredCandidate> others) {
    return new Pool(objective, k, held, keepsLeaders, others);
  }

  /** As it was after that round, as far as its leaders are kept; all if it was empty. */
  Pool after(int round) {
    List<ScoredCandidate> early =
        members.stream().filter(one -> one.id().round() <= round).toList();
    return early.isEmpty() ? this : with(early);
  }

  /** The k best, by value and then by id. */
  public List<Entry<ScoredCandidate>> best() {
    return objective.best(members, k).entries();
  }

  /** All that can still win, by value and then by id. */
  public List<Entry<ScoredCandidate>> ranked() {
    return objective.best(members, held).entries();
  }

  /** Whether the one is better than the other, valued among all members and both, each once. */
  boolean prefers(ScoredCandidate one, ScoredCandidate other) {
    Set<ScoredCandidate> both = new LinkedHashSet<>(members);
    both.addAll(List.of(one, other));
    List<ScoredCandidate> all = List.copyOf(both);
    double[] values = objective.values(all.stream().map(Contender::scores).toList());
    return values[all.indexOf(one)] > values[all.indexOf(other)];
  }
}
