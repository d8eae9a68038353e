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
    void selected(
        int round, List<Candidate> candidates, List<Outcome> outcomes, List<SearchState> states);
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
      List<List<Candidate>> proposed = states.stream().map(algorithm::propose).toList();
      List<Candidate> all = proposed.stream().flatMap(List::stream).toList();
      if (all.isEmpty()) {
        return List.copyOf(states);
      }
      for (int p = 0; p < states.size(); p++) {
        long cost = proposed.get(p).stream().mapToLong(space::nfe).sum();
        states.set(p, states.get(p).withBudget(states.get(p).budget().charge(cost)));
      }
      List<Outcome> outcomes = evaluator.evaluate(round, all);
      requireOneEach(all, outcomes);
      int from = 0;
      for (int p = 0; p < states.size(); p++) {
        List<Candidate> mine = proposed.get(p);
        if (!mine.isEmpty()) {
          List<Outcome> answers = outcomes.subList(from, from + mine.size());
          states.set(p, algorithm.select(states.get(p), mine, answers));
          from += mine.size();
        }
      }
      listener.selected(round, all, outcomes, List.copyOf(states));
    }
  }

  private static void requireOneEach(List<Candidate> candidates, List<Outcome> outcomes) {
    if (candidates.size() != outcomes.size()) {
      throw new IllegalStateException(
          "the evaluator was asked about %d candidates and answered %d; look at the evaluator"
              .formatted(candidates.size(), outcomes.size()));
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (!outcomes.get(i).id().equals(candidates.get(i).id())) {
        throw new IllegalStateException(
            "the evaluator answered %s where %s was asked; look at the evaluator"
                .formatted(outcomes.get(i).id(), candidates.get(i).id()));
      }
    }
  }
}
