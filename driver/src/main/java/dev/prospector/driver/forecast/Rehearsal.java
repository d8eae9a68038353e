package dev.prospector.driver.forecast;

import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchRounds;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK;
import dev.prospector.driver.search.Waves;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** The search itself, round by round and with its own policy, over candidates of the past. */
final class Rehearsal {
  private Rehearsal() {}

  /**
   * How one prompt's search went.
   *
   * @param candidates that it had
   * @param winners what verifiers say of the best, the best first
   */
  record Course(int candidates, List<Scores> winners) {}

  /**
   * All prompts' searches, in their order.
   *
   * @param search of no more candidates than there are
   * @param prompts with scores in the search's order
   * @param order in which candidates come, by its number
   */
  static List<Course> of(Outline search, List<Draws> prompts, int order) {
    List<Course> courses = new ArrayList<>();
    Waves waves = search.waves().among(prompts.size());
    List<Iterator<Course>> ofWaves = new ArrayList<>();
    waves.of(prompts).forEach(wave -> ofWaves.add(wave(search, wave, order).iterator()));
    for (int p = 0; p < prompts.size(); p++) {
      courses.add(ofWaves.get(waves.wave(p)).next());
    }
    return courses;
  }

  private static List<Course> wave(Outline search, List<Draws> prompts, int number) {
    List<int[]> orders = prompts.stream().map(one -> one.order(number)).toList();
    int[] drawn = new int[prompts.size()];
    List<Prompt> wave =
        IntStream.range(0, drawn.length)
            .mapToObj(p -> new Prompt(p, prompts.get(p).promptId(), prompts.get(p).promptId()))
            .toList();
    SearchRounds rounds =
        new SearchRounds(search.algorithm(), search.space(), search.policy(), wave, search.nfe());
    Cost cost = new Cost(search.candidateNfe(), 0, 0, 0, Cost.Stages.NONE, 1);
    for (List<Candidate> asked = rounds.propose(); !asked.isEmpty(); asked = rounds.propose()) {
      List<Outcome> outcomes = new ArrayList<>();
      for (Candidate candidate : asked) {
        int p = candidate.id().prompt();
        Scores scores = prompts.get(p).candidates().get(orders.get(p)[drawn[p]++]);
        outcomes.add(new Outcome.Scored(candidate.id(), scores, Features.NONE, cost));
      }
      rounds.select(outcomes);
    }
    List<SearchState> states = rounds.states();
    return IntStream.range(0, drawn.length)
        .mapToObj(p -> new Course(drawn[p], winners(states.get(p))))
        .toList();
  }

  private static List<Scores> winners(SearchState state) {
    List<TopK.Entry<ScoredCandidate>> best = state.pool().best();
    return best.stream().map(one -> one.value().scores()).toList();
  }
}
