package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;

/**
 * What the prompts of a wave propose for a round, prompt by prompt, until their states change.
 * Proposing is pure, so a candidate is not kept, which would take some hundred bytes, but proposed
 * again whenever it is asked for. The latest prompt's stay: a walk from the first to the last
 * proposes once.
 */
final class Proposals extends AbstractList<Candidate> {
  private final SearchAlgorithm algorithm;
  private final List<SearchState> states;
  private final int[] ends;
  private final ComputeBudget[] charged;
  private int latest = -1;
  private List<Candidate> ofLatest = List.of();

  /**
   * Lets every prompt propose, and charges it.
   *
   * @param states not copied, so that none outlives its round
   * @throws IllegalArgumentException if one would overshoot its budget, or if names don't ascend
   */
  Proposals(SearchAlgorithm algorithm, SearchSpace space, List<SearchState> states) {
    this.algorithm = algorithm;
    this.states = states;
    this.ends = new int[states.size()];
    this.charged = new ComputeBudget[states.size()];
    int end = 0;
    CandidateId latestId = null;
    for (int p = 0; p < ends.length; p++) {
      end = Math.addExact(end, of(p).size()); // The planner has told how many fit.
      ends[p] = end;
      long nfe = 0;
      for (Candidate candidate : of(p)) {
        requireAscending(latestId, candidate.id());
        latestId = candidate.id();
        nfe += space.nfe(candidate);
      }
      charged[p] = states.get(p).budget().charge(nfe);
    }
  }

  /** Others look for candidates by their names. */
  private static void requireAscending(CandidateId before, CandidateId id) {
    if (before != null && before.compareTo(id) >= 0) {
      throw new IllegalArgumentException(
          "%s was proposed after %s, expected names to ascend: state.id(0), state.id(1), ..."
              .formatted(id, before));
    }
  }

  /** Those of the p-th prompt. */
  List<Candidate> of(int p) {
    if (p != latest) {
      ofLatest = algorithm.propose(states.get(p));
      latest = p;
    }
    return ofLatest;
  }

  /** The p-th prompt's state when they have been paid for. */
  SearchState charged(int p) {
    return states.get(p).withBudget(charged[p]);
  }

  /** Where they begin. */
  int from(int p) {
    return p == 0 ? 0 : ends[p - 1];
  }

  /** Where the next prompt's begin. */
  int to(int p) {
    return ends[p];
  }

  @Override
  public Candidate get(int position) {
    Objects.checkIndex(position, size());
    int low = 0;
    int high = ends.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return of(low).get(position - from(low));
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }
}
