package dev.prospector.driver.search;

import dev.prospector.executors.candidate.CandidateId;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The best k of what it has seen, best first, under a total order: score descending, then candidate
 * id. Merging is associative and commutative, so the result does not depend on how the candidates
 * were partitioned. Immutable.
 *
 * @param k how many are kept, 1 or more
 * @param entries at most k, in order
 */
public record TopK<T>(int k, List<Entry<T>> entries) implements Serializable {

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

  public static <T> TopK<T> empty(int k) {
    return new TopK<>(k, List.of());
  }

  public Optional<Entry<T>> best() {
    return entries.stream().findFirst();
  }

  public TopK<T> plus(double score, CandidateId id, T value) {
    return merge(new TopK<>(k, List.of(new Entry<>(score, id, value))));
  }

  /**
   * The best k of both.
   *
   * @throws IllegalArgumentException if the other keeps a different number
   */
  public TopK<T> merge(TopK<T> other) {
    if (k != other.k) {
      throw new IllegalArgumentException("top " + k + " can't be merged with top " + other.k);
    }
    Comparator<Entry<T>> order =
        Comparator.comparingDouble((Entry<T> e) -> -e.score()).thenComparing(Entry::id);
    Set<CandidateId> seen = new HashSet<>();
    List<Entry<T>> merged = new ArrayList<>(entries.size() + other.entries.size());
    Stream.concat(entries.stream(), other.entries.stream())
        .sorted(order)
        .filter(entry -> seen.add(entry.id()))
        .limit(k)
        .forEach(merged::add);
    return new TopK<>(k, merged);
  }
}
