package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProposalsTest {
  private static final SearchSpace SPACE = Landscape.space(Landscape.STEPS, Landscape.STEPS, 1);

  /** So many candidates for the prompts, in turn, and how often each was asked for them. */
  private static class Scripted implements SearchAlgorithm {
    private final List<Integer> counts;
    private final List<Integer> asked = new ArrayList<>();

    Scripted(List<Integer> counts) {
      this.counts = counts;
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public List<Candidate> propose(SearchState state) {
      int prompt = state.prompt().ordinal();
      asked.add(prompt);
      return IntStream.range(0, counts.get(prompt))
          .mapToObj(i -> SPACE.fresh(state, i, SPACE.whole(), SPACE.readout()))
          .toList();
    }

    @Override
    public SearchState select(
        SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
      return state.after(candidates, outcomes);
    }
  }

  private static List<SearchState> states(int prompts, long nfe) {
    return IntStream.range(0, prompts)
        .mapToObj(p -> new Prompt(p, "prompt " + p, "a red circle"))
        .map(prompt -> SearchState.start(prompt, ComputeBudget.of(nfe), SPACE, false))
        .toList();
  }

  /** Prompts that propose nothing stand at the start, the end, and side by side between. */
  private static final List<Integer> COUNTS = List.of(0, 3, 0, 0, 1, 5, 2, 0);

  @Test
  void inWhateverOrderItIsReadItIsWhatTheAlgorithmProposes() {
    Scripted algorithm = new Scripted(COUNTS);
    List<SearchState> states = states(COUNTS.size(), 1000);
    Proposals proposals = new Proposals(algorithm, SPACE, states);
    List<Candidate> expected = new ArrayList<>();
    states.forEach(state -> expected.addAll(algorithm.propose(state)));
    assertThat(proposals).isEqualTo(expected);
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, expected.size()).boxed().toList());
    Collections.shuffle(shuffled, new Random(1));
    for (int position : shuffled) {
      assertThat(proposals.get(position)).isEqualTo(expected.get(position));
    }
    for (int p = 0; p < states.size(); p++) {
      assertThat(expected.subList(proposals.from(p), proposals.to(p))).isEqualTo(proposals.of(p));
    }
  }

  @Test
  void aWalkProposesOnceForEveryPromptThatHasSomething() {
    Scripted algorithm = new Scripted(COUNTS);
    Proposals proposals = new Proposals(algorithm, SPACE, states(COUNTS.size(), 1000));
    algorithm.asked.clear();
    proposals.forEach(candidate -> {});
    assertThat(algorithm.asked).containsExactly(1, 4, 5, 6);
  }

  @Test
  void promptsAreChargedBeforeARoundAndNeverOvershoot() {
    long nfe = 3L * Landscape.STEPS;
    List<SearchState> states = states(2, nfe);
    Proposals proposals = new Proposals(new Scripted(List.of(3, 2)), SPACE, states);
    assertThat(proposals.charged(0).budget().left()).isZero();
    assertThat(proposals.charged(1).budget().left()).isEqualTo(Landscape.STEPS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proposals(new Scripted(List.of(3, 4)), SPACE, states));
  }

  @Test
  void namesThatDoNotAscendAreRefused() {
    SearchAlgorithm backwards =
        new Scripted(List.of(2)) {
          @Override
          public List<Candidate> propose(SearchState state) {
            List<Candidate> reversed = new ArrayList<>(super.propose(state));
            Collections.reverse(reversed);
            return reversed;
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Proposals(backwards, SPACE, states(1, 1000)))
        .withMessageContaining("expected names to ascend");
  }
}
