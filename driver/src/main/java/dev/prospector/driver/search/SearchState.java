package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Failed;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that survives a round for one prompt; the round log can rebuild it.
 *
 * @param round the round to come, from 0
 * @param pool the finished candidates so far, as far as they can win
 * @param survivors those that the algorithm goes on from: a pivot, paths, what was not pruned
 * @param memory what the algorithm keeps for itself
 * @param finished whether nothing more is to be proposed
 * @param failure why the latest failed candidate failed; the prompt itself has failed if nothing is
 *     in the pool when the search ends
 */
public record SearchState(
    Prompt prompt,
    int round,
    ComputeBudget budget,
    Pool pool,
    List<ScoredCandidate> survivors,
    Optional<AlgorithmMemory> memory,
    boolean finished,
    Optional<String> failure) {

  public SearchState {
    survivors = CompactSurvivors.compact(survivors);
  }

  static SearchState start(
      Prompt prompt, ComputeBudget budget, SearchSpace space, boolean keepsLeaders) {
    Pool pool = new Pool(space.objective(), space.k(), space.held(), keepsLeaders, List.of());
    return new SearchState(
        prompt, 0, budget, pool, List.of(), Optional.empty(), false, Optional.empty());
  }

  /** The name of the coming round's i-th candidate. */
  public CandidateId id(int i) {
    return new CandidateId(prompt.ordinal(), round, i);
  }

  /** The same before this round of the wave, if it was passed over in others. */
  SearchState at(int waveRound) {
    return new SearchState(prompt, waveRound, budget, pool, survivors, memory, finished, failure);
  }

  SearchState withBudget(ComputeBudget other) {
    return new SearchState(prompt, round, other, pool, survivors, memory, finished, failure);
  }

  /** The same, with another pool. */
  public SearchState withPool(Pool other) {
    return new SearchState(prompt, round, budget, other, survivors, memory, finished, failure);
  }

  /** The same, going on from these. */
  public SearchState withSurvivors(List<ScoredCandidate> others) {
    return new SearchState(prompt, round, budget, pool, others, memory, finished, failure);
  }

  /** The same, with nothing more to propose. */
  public SearchState asFinished() {
    return new SearchState(prompt, round, budget, pool, List.of(), Optional.empty(), true, failure);
  }

  /** The same, with nothing begun. */
  SearchState asNew() {
    return new SearchState(
        prompt, round, budget, pool, List.of(), Optional.empty(), false, failure);
  }

  /** The same, with this to remember. */
  public SearchState withMemory(AlgorithmMemory other) {
    return new SearchState(
        prompt, round, budget, pool, survivors, Optional.of(other), finished, failure);
  }

  /**
   * What the algorithm remembers; empty before it has remembered anything.
   *
   * @param type of its memory
   * @throws ClassCastException if it remembers something of another type
   */
  public <M extends AlgorithmMemory> Optional<M> memory(Class<M> type) {
    return memory.map(type::cast);
  }

  /** The next round's state, with what this round finished in the pool. */
  public SearchState after(List<Candidate> candidates, List<Outcome> outcomes) {
    List<ScoredCandidate> ended = finished(candidates, outcomes);
    Optional<String> reason = failure;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Failed failed) {
        reason = Optional.of(failed.reason());
      }
    }
    Pool grown = ended.isEmpty() ? pool : pool.plus(ended);
    return new SearchState(prompt, round + 1, budget, grown, survivors, memory, finished, reason);
  }

  /** Those of a round that came to their end and did not fail, in its order. */
  static List<ScoredCandidate> finished(List<Candidate> candidates, List<Outcome> outcomes) {
    return scored(candidates, outcomes).stream()
        .filter(one -> one.candidate().leg().sigmaTo() == 0)
        .toList();
  }

  /** Those of a round that did not fail, in its order. */
  public static List<ScoredCandidate> scored(List<Candidate> candidates, List<Outcome> outcomes) {
    List<ScoredCandidate> scored = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (outcomes.get(i) instanceof Scored one) {
        scored.add(new ScoredCandidate(candidates.get(i), one.scores(), one.features()));
      }
    }
    return scored;
  }
}
