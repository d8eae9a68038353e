package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;

/** The one loop of every search: propose, charge, evaluate, select, until nothing is proposed. */
public final class NoiseSearch {
  private final SearchAlgorithm algorithm;
  private final SearchSpace space;
  private final CandidateEvaluator evaluator;
  private final RoundListener listener;

  /** What is told of every round, after it was evaluated and before the next one starts. */
  @FunctionalInterface
  public interface RoundListener {
    void selected(int round, List<Outcome> outcomes, List<SearchState> states);
  }

  public NoiseSearch(
      SearchAlgorithm algorithm,
      SearchSpace space,
      CandidateEvaluator evaluator,
      RoundListener listener) {
    this.algorithm = algorithm;
    this.space = space;
    this.evaluator = evaluator;
    this.listener = listener;
  }

  /**
   * Searches for every prompt of a wave.
   *
   * @param nfe granted to each prompt
   * @return the final states, in the prompts' order
   */
  public List<SearchState> search(List<Prompt> wave, long nfe) {
    return search(new SearchRounds(algorithm, space, BudgetPolicy.UNIFORM, wave, nfe));
  }

  /** Searches on from where these rounds stand. */
  public List<SearchState> search(SearchRounds rounds) {
    List<Candidate> proposed = rounds.propose();
    while (!proposed.isEmpty()) {
      int round = rounds.round();
      List<Outcome> outcomes = evaluator.evaluate(round, proposed);
      rounds.select(outcomes);
      listener.selected(round, outcomes, rounds.states());
      proposed = rounds.propose();
    }
    return rounds.states();
  }
}
