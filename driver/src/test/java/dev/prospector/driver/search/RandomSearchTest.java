package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Scores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomSearchTest {
  private static final SearchSpace SPACE = Landscape.space(16, 16, 2);
  private static final List<Prompt> WAVE =
      List.of(new Prompt(0, "a", "a red circle"), new Prompt(1, "b", "a red circle"));

  private static Outcome scored(Candidate candidate, double score) {
    Cost cost = new Cost(16, 32, 1, 1, Cost.Stages.NONE, 16);
    return new Outcome.Scored(candidate.id(), Scores.of(score), Features.NONE, cost);
  }

  private static List<SearchState> search(long nfe, CandidateEvaluator evaluator) {
    return new NoiseSearch(new RandomSearch(SPACE), SPACE, evaluator, (r, o, s) -> {})
        .search(WAVE, nfe);
  }

  @Test
  void drawsWhatTheBudgetAffordsAndNeverOvershoots() {
    List<Candidate> asked = new ArrayList<>();
    CandidateEvaluator evaluator =
        (round, candidates) -> {
          asked.addAll(candidates);
          return candidates.stream().map(c -> scored(c, c.id().index())).toList();
        };
    List<SearchState> states = search(16 * 5 + 15, evaluator);
    assertThat(asked).hasSize(2 * 5);
    assertThat(states).allSatisfy(s -> assertThat(s.budget().spent()).isEqualTo(80));
    assertThat(states.get(0).pool().best())
        .extracting(entry -> entry.id().index())
        .containsExactly(4, 3);
  }

  @Test
  void everyCandidateHasANoiseOfItsOwnEvenForEqualPrompts() {
    Set<Object> lineages = new HashSet<>();
    search(
        16 * 64,
        (round, candidates) -> {
          candidates.forEach(c -> lineages.add(c.lineage()));
          return candidates.stream().map(c -> scored(c, 0)).toList();
        });
    assertThat(lineages).hasSize(128);
  }

  @Test
  void aFailedCandidateCannotWinAndAPromptWithoutAnySaysWhy() {
    List<SearchState> states =
        search(
            16 * 3,
            (round, candidates) ->
                candidates.stream()
                    .map(
                        c ->
                            c.id().prompt() == 0 && c.id().index() == 1
                                ? scored(c, -9)
                                : new Outcome.Failed(
                                    c.id(), "NaN", new Cost(16, 32, 1, 1, Cost.Stages.NONE, 16)))
                    .toList());
    assertThat(states.get(0).pool().best()).extracting(TopK.Entry::score).containsExactly(-9.0);
    assertThat(states.get(1).pool().best()).isEmpty();
    assertThat(states.get(1).failure()).hasValue("NaN");
  }

  @Test
  void anEvaluatorThatDropsACandidateIsFoundOut() {
    assertThatThrownBy(
            () ->
                search(
                    32,
                    (round, candidates) ->
                        candidates.stream().skip(1).map(c -> scored(c, 0)).toList()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("asked about 4 candidates and answered 3");
  }

  @Test
  void aBudgetRefusesToBeOverdrawn() {
    assertThatThrownBy(() -> ComputeBudget.of(10).charge(11))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NFE spent 11 of 10");
  }
}
