package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * The one loop of every search: propose, charge, evaluate, select, until nothing is proposed. All
 * prompts of a wave share their rounds, so a round has enough work for every device.
 */
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
    List<SearchState> states = new ArrayList<>();
    for (Prompt prompt : wave) {
      states.add(SearchState.start(prompt, ComputeBudget.of(nfe), space));
    }
    for (int round = 0; ; round++) {
      Proposals proposals = new Proposals(algorithm, space, states);
      if (proposals.isEmpty()) {
        return List.copyOf(states);
      }
      List<Outcome> outcomes = evaluator.evaluate(round, proposals);
      requireAsMany(proposals, outcomes);
      for (int p = 0; p < states.size(); p++) {
        List<Candidate> mine = proposals.of(p);
        if (!mine.isEmpty()) {
          List<Outcome> answers = List.copyOf(outcomes.subList(proposals.from(p), proposals.to(p)));
          requireOneEach(mine, answers);
          states.set(p, algorithm.select(proposals.charged(p), mine, answers));
        }
      }
      listener.selected(round, outcomes, List.copyOf(states));
    }
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
