package dev.prospector.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.search.AlgorithmMemory;
import dev.prospector.driver.search.Landscape;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchAlgorithm;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an algorithm remembers lasts from round to round, and a resumed run remembers it again. */
class AlgorithmMemoryTest {
  private static final int STEPS = 4;
  private static final int ROUNDS = 12;
  private static final SearchSpace SPACE = Landscape.space(STEPS, STEPS, 1);
  private static final List<Prompt> WAVE =
      List.of(new Prompt(0, "a", "a red circle"), new Prompt(1, "b", "a red circle"));

  /** Metropolis's chain at a temperature that falls. */
  private record Annealing() implements SearchAlgorithm {
    static final double COOLING = .8;

    record Chain(double temperature, int accepted) implements AlgorithmMemory {}

    @Override
    public String name() {
      return "annealing";
    }

    @Override
    public List<Candidate> propose(SearchState state) {
      if (state.round() == ROUNDS) {
        return List.of();
      }
      NoiseLineage y =
          state.survivors().isEmpty()
              ? NoiseLineage.fresh(SPACE.seed(state, 0))
              : state.survivors().get(0).candidate().lineage().neighbour(SPACE.seed(state, 0), .8);
      Leg ode = SPACE.whole(STEPS);
      return List.of(Candidate.whole(state.id(0), y, ode, SPACE.readout()));
    }

    @Override
    public SearchState select(
        SearchState state, List<Candidate> candidates, List<Outcome> outcomes) {
      SearchState next = state.after(candidates, outcomes);
      ScoredCandidate y = SearchState.scored(candidates, outcomes).get(0);
      if (state.survivors().isEmpty()) {
        return next.withSurvivors(List.of(y)).withMemory(new Chain(1, 0));
      }
      Chain chain = state.memory(Chain.class).orElseThrow();
      double gain = y.scores().of(0) - state.survivors().get(0).scores().of(0);
      boolean accepted = SPACE.uniform(state, 0) < Math.exp(gain / chain.temperature);
      return (accepted ? next.withSurvivors(List.of(y)) : next)
          .withMemory(new Chain(COOLING * chain.temperature, chain.accepted + (accepted ? 1 : 0)));
    }
  }

  @TempDir Path temporary;

  private static List<SearchState> search(CandidateEvaluator evaluator) {
    return new NoiseSearch(new Annealing(), SPACE, evaluator, (round, outcomes, states) -> {})
        .search(WAVE, (long) ROUNDS * STEPS);
  }

  private static CandidateEvaluator logged(
      CandidateEvaluator evaluator, RunDirectory run, RunLease lease) {
    EngineSpec judged = new EngineSpec("shapes-s", "euler", 1, List.of("height", "square"), 8);
    SearchPlan plan =
        new SearchPlan(
            judged,
            Map.of(),
            new Annealing(),
            SPACE,
            0,
            WinnerSelection.BY_PROMPT,
            "",
            WAVE.size(),
            false);
    RunStore store = new DirectoryStore(run, plan, lease, new Configuration());
    Wave prompts = Wave.of(WAVE);
    return (round, candidates) -> {
      if (store.round(0, round).isPresent()) {
        return store.recall(0, round, candidates, prompts).orElseThrow();
      }
      List<Outcome> outcomes = evaluator.evaluate(round, candidates);
      var unused = store.commit(0, round, candidates, outcomes, prompts, 0, 0);
      return outcomes;
    };
  }

  @Test
  void itLastsFromRoundToRound() {
    for (SearchState state : search(new Landscape())) {
      Annealing.Chain chain = state.memory(Annealing.Chain.class).orElseThrow();
      assertThat(chain.temperature)
          .isCloseTo(Math.pow(Annealing.COOLING, ROUNDS - 1), within(1e-12));
      assertThat(chain.accepted).isBetween(1, ROUNDS - 2);
      assertThat(state.survivors().get(0).candidate().lineage().steps())
          .hasSize(1 + chain.accepted);
      assertThat(state.asFinished().memory()).isEqualTo(Optional.empty());
    }
  }

  @Test
  void aRunThatDiesAtAnyRoundRemembersWhenItIsToldAgain() throws IOException {
    List<SearchState> calm = search(new Landscape());
    for (int death = 0; death < ROUNDS; death++) {
      Path died = temporary.resolve("died-" + death);
      RunDirectory run = new RunDirectory(new org.apache.hadoop.fs.Path(died.toUri()));
      int last = death;
      CandidateEvaluator dying =
          (round, candidates) -> {
            if (round == last) {
              throw new IllegalStateException("died");
            }
            return new Landscape().evaluate(round, candidates);
          };
      try (RunLease lease = RunLease.take(run, false, new Configuration())) {
        assertThatIllegalStateException().isThrownBy(() -> search(logged(dying, run, lease)));
        Landscape rest = new Landscape();
        assertThat(search(logged(rest, run, lease))).isEqualTo(calm);
        assertThat(rest.rounds).hasSize(ROUNDS - death);
      }
    }
  }
}
