package dev.prospector.driver.search;

import dev.prospector.executors.candidate.CandidateId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The best k of what it has seen, best first, under a total order: score descending, then candidate
 * id. Merging is associative and commutative, so the result does not depend on how the candidates
 * were partitioned. Immutable.
 *
 * @param k how many are kept, 1 or more
 * @param entries at most k, in order
 */
public record TopK<T>(int k, List<Entry<T>> entries) implements Serializable {
  private static final Comparator<Entry<?>> ORDER =
      Comparator.comparingDouble((Entry<?> entry) -> -entry.score()).thenComparing(Entry::id);

  /**
   * One scored thing.
   *
   * @param score finite; higher is better
   * @param id breaks ties; two entries of one id are the same entry
   */
  public record Entry<T>(double score, CandidateId id, T value) implements Serializable {
    public Entry {
      if (!Double.isFinite(score)) {
        throw new IllegalArgumentException(
            "score " + score + " of " + id + ", expected a finite number");
      }
    }
  }

  public TopK {
    if (k < 1) {
      throw new IllegalArgumentException("top " + k + ", expected 1 or more");
    }
    entries = List.copyOf(entries);
  }

  /**
   * Nothing seen yet.
   *
   * @throws IllegalArgumentException if k is below 1
   */
  public static <T> TopK<T> empty(int k) {
    return new TopK<>(k, List.of());
  }

  /** The best k of some, in whatever order they come. */
  static <T> TopK<T> of(int k, List<Entry<T>> some) {
    Set<Entry<T>> ordered = new TreeSet<>(ORDER);
    ordered.addAll(some);
    return new TopK<>(k, ordered.stream().limit(k).toList());
  }

  /** The first in the order; empty if nothing was seen. */
  public Optional<Entry<T>> best() {
    return entries.stream().findFirst();
  }

  /** What the entries hold, best first. */
  public List<T> values() {
    return entries.stream().map(Entry::value).toList();
  }

  /**
   * The best k with one more; this very object if it changes nothing.
   *
   * @throws IllegalArgumentException if the score is NaN or infinite
   */
  public TopK<T> plus(double score, CandidateId id, T value) {
    Entry<T> entry = new Entry<>(score, id, value);
    int at = Collections.binarySearch(entries, entry, ORDER);
    if (at >= 0 || ~at == k) {
      return this;
    }
    List<Entry<T>> grown = new ArrayList<>(entries);
    grown.add(~at, entry);
    return new TopK<>(k, grown.subList(0, Math.min(k, grown.size())));
  }

  /**
   * The best k of both, whose entries are walked side by side.
   *
   * @throws IllegalArgumentException if the other keeps a different number
   */
  public TopK<T> merge(TopK<T> other) {
    if (k != other.k) {
      throw new IllegalArgumentException("top " + k + " can't be merged with top " + other.k);
    }
    List<Entry<T>> merged = new ArrayList<>(entries.size() + other.entries.size());
    int mine = 0;
    int theirs = 0;
    while (mine < entries.size() && theirs < other.entries.size()) {
      int order = ORDER.compare(entries.get(mine), other.entries.get(theirs));
      merged.add(order <= 0 ? entries.get(mine) : other.entries.get(theirs));
      mine += order <= 0 ? 1 : 0;
      theirs += order >= 0 ? 1 : 0; // past both where they are the same entry
    }
    merged.addAll(entries.subList(mine, entries.size()));
    merged.addAll(other.entries.subList(theirs, other.entries.size()));
    return new TopK<>(k, merged.subList(0, Math.min(k, merged.size())));
  }
}
