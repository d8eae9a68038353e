package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.noise.Noise;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The traps of zero-order searches in the wild. */
class ZeroOrderSearchTest {
  private static final int STEPS = Landscape.STEPS;
  private static final SearchSpace SPACE = Landscape.space(STEPS, STEPS, 1);

  private static SearchState search(Landscape landscape, Map<String, String> options, long nfe) {
    SearchAlgorithm zeroOrder = Algorithms.named("zero-order", SPACE, options);
    return new NoiseSearch(zeroOrder, SPACE, landscape, (r, o, s) -> {})
        .search(List.of(new Prompt(0, "a", "a red circle")), nfe)
        .get(0);
  }

  @Test
  void costsOnePivotAndNPerRound() {
    Landscape landscape = new Landscape();
    search(landscape, Map.of("neighbours", "4", "on-stall", "stop"), STEPS * (1 + 3 * 4));
    assertThat(landscape.rounds.get(0)).hasSize(1);
    assertThat(landscape.rounds.subList(1, landscape.rounds.size()))
        .allSatisfy(round -> assertThat(round).hasSize(4));
  }

  @Test
  void neighboursLieAtTheCosineAndKeepTheNorm() {
    Landscape landscape = new Landscape();
    search(landscape, Map.of("neighbours", "3"), STEPS * 40L);
    int checked = 0;
    for (Candidate candidate : landscape.asked()) {
      if (!candidate.lineage().isFresh()) {
        float[] y = Noise.of(candidate.lineage(), 3072);
        float[] n = Noise.of(pivot(candidate.lineage()), 3072);
        assertThat(dot(y, n) / Math.sqrt(dot(y, y) * dot(n, n))).isCloseTo(.95, within(1e-6));
        assertThat(dot(y, y)).isCloseTo(dot(n, n), within(1e-3));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(20);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** A rejected round must not cost the incumbent, nor a tie replace it. */
  @Test
  void thePivotIsAlwaysTheBestOfItsChain() {
    Landscape landscape = new Landscape();
    search(landscape, Map.of("neighbours", "2"), STEPS * 60L);
    double pivot = Double.NEGATIVE_INFINITY;
    NoiseLineage expected = null;
    for (List<Candidate> round : landscape.rounds) {
      if (round.get(0).lineage().isFresh()) {
        pivot = Double.NEGATIVE_INFINITY;
      } else {
        for (Candidate candidate : round) {
          assertThat(pivot(candidate.lineage())).isEqualTo(expected);
        }
      }
      for (Candidate candidate : round) {
        if (Landscape.score(candidate) > pivot) {
          pivot = Landscape.score(candidate);
          expected = candidate.lineage();
        }
      }
    }
  }

  @Test
  void restartBanksThePivotAndDrawsANewOne() {
    Landscape landscape = new Landscape();
    SearchState state = search(landscape, Map.of("on-stall", "restart"), STEPS * 60L);
    assertThat(landscape.rounds.stream().filter(r -> r.get(0).lineage().isFresh()).count())
        .isGreaterThan(2);
    assertThat(state.budget().left()).isZero();
    double best = landscape.asked().stream().mapToDouble(Landscape::score).max().orElseThrow();
    assertThat(state.pool().best().get(0).score()).isEqualTo(best);
  }

  @Test
  void stopLeavesTheRestUnspent() {
    Landscape landscape = new Landscape();
    SearchState state = search(landscape, Map.of("on-stall", "stop"), STEPS * 1000L);
    assertThat(state.budget().left()).isPositive();
    assertThat(landscape.rounds.stream().filter(r -> r.get(0).lineage().isFresh()).count())
        .isEqualTo(1);
  }

  /** The seeds of a chain name its tensor completely: nothing else is needed to make it again. */
  @Test
  void aChainOfPivotsReplaysToTheSameTensor() {
    Landscape landscape = new Landscape();
    SearchState state = search(landscape, Map.of("neighbours", "8"), STEPS * 100L);
    NoiseLineage lineage = state.pool().best().get(0).value().candidate().lineage();
    NoiseLineage rebuilt = NoiseLineage.of(lineage.steps());
    assertThat(rebuilt).isEqualTo(lineage).isNotSameAs(lineage);
    assertThat(Noise.of(rebuilt, 100)).isEqualTo(Noise.of(lineage, 100));
  }

  private static NoiseLineage pivot(NoiseLineage neighbour) {
    List<NoiseLineage> chain = neighbour.prefixes();
    return chain.get(chain.size() - 2);
  }
}
