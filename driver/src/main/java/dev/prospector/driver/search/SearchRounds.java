package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One wave's search, round by round: what is proposed, and what follows from what became of it. All
 * prompts of the wave share their rounds, so a round has enough work for every device.
 */
public final class SearchRounds {
  private final SearchAlgorithm algorithm;
  private final SearchSpace space;
  private final List<SearchState> states = new ArrayList<>();
  private BudgetPolicy policy;
  private Proposals proposals;
  private int round;

  /**
   * Stands before the first round.
   *
   * @param policy what of it prompts may spend round by round
   * @param nfe granted to each prompt
   */
  public SearchRounds(
      SearchAlgorithm algorithm,
      SearchSpace space,
      BudgetPolicy policy,
      List<Prompt> wave,
      long nfe) {
    this.algorithm = algorithm;
    this.space = space;
    this.policy = policy;
    boolean looksBack = policy.lastToWin().isPresent();
    for (Prompt prompt : wave) {
      states.add(SearchState.start(prompt, ComputeBudget.of(nfe), space, looksBack));
    }
  }

  /** The round to come, from 0. */
  public int round() {
    return round;
  }

  /** What is known of each prompt, in the prompts' order; in its pool who may win. */
  public List<SearchState> states() {
    OptionalInt last = policy.lastToWin();
    return last.isEmpty()
        ? List.copyOf(states)
        : states.stream()
            .map(state -> state.withPool(state.pool().after(last.getAsInt())))
            .toList();
  }

  /** The candidates of the round to come, prompt by prompt; empty when the search has finished. */
  public List<Candidate> propose() {
    if (proposals == null) {
      proposals = new Proposals(algorithm, space, limited());
    }
    return proposals;
  }

  /** The states with what the coming round may cost. */
  private List<SearchState> limited() {
    List<SearchState> known = IntStream.range(0, states.size()).mapToObj(this::coming).toList();
    long[] nfe = round % algorithm.stride() == 0 ? policy.grant(known) : begun(known);
    return IntStream.range(0, nfe.length)
        .mapToObj(
            p -> {
              SearchState state = known.get(p);
              return nfe[p] >= state.budget().left()
                  ? state
                  : state.withBudget(state.budget().within(nfe[p]));
            })
        .toList();
  }

  /** A prompt before the coming round; it may have ended, and been passed over in others. */
  private SearchState coming(int p) {
    SearchState state = states.get(p).at(round);
    boolean pieces = policy != BudgetPolicy.UNIFORM && round % algorithm.stride() == 0;
    return pieces ? algorithm.again(state) : state;
  }

  /** All that is left to those who have to end what they have begun, and nothing to others. */
  private static long[] begun(List<SearchState> known) {
    return known.stream()
        .mapToLong(state -> state.survivors().isEmpty() ? 0 : state.budget().left())
        .toArray();
  }

  /**
   * Ends the round.
   *
   * @param outcomes one for each of the proposed candidates, in their order
   * @throws IllegalStateException if they are others
   */
  public void select(List<Outcome> outcomes) {
    Proposals asked = proposals;
    requireAsMany(asked, outcomes);
    List<List<ScoredCandidate>> finished = new ArrayList<>();
    for (int p = 0; p < states.size(); p++) {
      List<Candidate> mine = asked.of(p);
      List<Outcome> answers = List.copyOf(outcomes.subList(asked.from(p), asked.to(p)));
      requireOneEach(mine, answers);
      if (policy.learns()) {
        finished.add(SearchState.finished(mine, answers));
      }
      if (!mine.isEmpty()) {
        ComputeBudget paid = states.get(p).budget().after(asked.charged(p).budget());
        SearchState before = coming(p).withBudget(paid);
        states.set(p, algorithm.select(before, mine, answers));
      }
    }
    if (policy.learns()) {
      policy = policy.after(finished);
    }
    proposals = null;
    round++;
  }

  private static void requireAsMany(List<Candidate> candidates, List<Outcome> outcomes) {
    if (candidates.size() != outcomes.size()) {
      throw new IllegalStateException(
          "the evaluator was asked about %d candidates and answered %d; look at the evaluator"
              .formatted(candidates.size(), outcomes.size()));
    }
  }

  private static void requireOneEach(List<Candidate> candidates, List<Outcome> outcomes) {
    for (int i = 0; i < outcomes.size(); i++) {
      if (!outcomes.get(i).id().equals(candidates.get(i).id())) {
        throw new IllegalStateException(
            "the evaluator answered %s where %s was asked; look at the evaluator"
                .formatted(outcomes.get(i).id(), candidates.get(i).id()));
      }
    }
  }
}
