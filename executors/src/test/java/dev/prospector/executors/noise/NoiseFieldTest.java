package dev.prospector.executors.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Op;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseFieldTest {
  private static final NoiseLineage PIVOT = NoiseLineage.fresh(42);

  @Test
  void freshNoiseIsTorchsNormal() {
    assertThat(Noise.of(PIVOT, 3072)).containsExactly(TorchNormal.randn(42, 3072));
  }

  @ParameterizedTest
  @CsvSource({"2,.95", "12,.95", "3072,.95", "65536,.95", "3072,0", "3072,-.4", "3072,.99999"})
  void aNeighbourKeepsTheNormAndHasTheCosine(int elements, double cosine) {
    float[] n = Noise.of(PIVOT, elements);
    float[] neighbour = Noise.of(PIVOT.neighbour(7, cosine), elements);
    double norms = Math.sqrt(dot(n, n) * dot(neighbour, neighbour));
    assertThat(dot(neighbour, neighbour) / dot(n, n)).isCloseTo(1, within(1e-6));
    assertThat(dot(n, neighbour) / norms).isCloseTo(cosine, within(1e-7));
  }

  /** All that is left of the seed's draw v in the neighbour is its part across the pivot. */
  @Test
  void aNeighbourLiesBetweenThePivotAndTheSeedsDraw() {
    float[] n = Noise.of(PIVOT, 3072);
    float[] v = TorchNormal.randn(7, 3072);
    float[] neighbour = Noise.of(PIVOT.neighbour(7, 0.6), 3072);
    double along = dot(v, n) / dot(n, n);
    double across = Math.sqrt(dot(v, v) - along * dot(v, n));
    double turn = 0.8 * Math.sqrt(dot(n, n)) / across;
    for (int i = 0; i < n.length; i++) {
      double expected = 0.6 * n[i] + turn * (v[i] - along * n[i]);
      assertThat((double) neighbour[i]).isCloseTo(expected, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -1})
  void aCosineOfOneNeedsNoDirection(double cosine) {
    float[] n = TorchNormal.randn(3, 1);
    assertThat(Noise.of(NoiseLineage.fresh(3).neighbour(3, cosine), 1))
        .containsExactly((float) cosine * n[0]);
  }

  @Test
  void aDrawParallelToThePivotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Noise.of(PIVOT.neighbour(7, 0.95), 1))
        .withMessage(
            "neighbour of seed 7: its draw of 1 elements is parallel to the pivot, so there is no"
                + " direction to turn in; expected another seed than the pivot's and at least 2"
                + " elements");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Noise.of(PIVOT.neighbour(42, 0.95), 3072))
        .withMessageContaining("parallel to the pivot");
  }

  /** Rounding to float32 after every step: |n| drifts as a random walk of about 1e-9 a step. */
  @Test
  void aLongChainKeepsTheNormAndReplays() {
    int elements = 48;
    NoiseLineage lineage = chain(100_000);
    float[] noise = Noise.of(lineage, elements);
    float[] n = Noise.of(PIVOT, elements);
    assertThat(dot(noise, noise) / dot(n, n)).isCloseTo(1, within(1e-5));
    assertThat(Noise.of(lineage, elements)).containsExactly(noise);
  }

  /**
   * The field remembers pivots, {@link Noise} starts anew: whatever was asked before, same bits.
   */
  @Test
  void whatWasAskedBeforeDoesNotMatter() {
    List<NoiseLineage> lineages = new ArrayList<>(List.of(PIVOT));
    for (int seed = 1; seed < 60; seed++) {
      lineages.add(lineages.get(seed / 3).neighbour(seed, 0.95));
    }
    NoiseField upwards = new NoiseField(48);
    NoiseField downwards = new NoiseField(48);
    for (int i = 0; i < lineages.size(); i++) {
      NoiseLineage first = lineages.get(i);
      NoiseLineage last = lineages.get(lineages.size() - 1 - i);
      assertThat(upwards.of(first)).containsExactly(Noise.of(first, 48));
      assertThat(downwards.of(last)).containsExactly(Noise.of(last, 48));
    }
  }

  @Test
  void theTensorIsTheCallersOwn() {
    NoiseField field = new NoiseField(48);
    NoiseLineage neighbour = PIVOT.neighbour(1, 0.95);
    NoiseLineage next = neighbour.neighbour(2, 0.95);
    float[] expected = field.of(next);
    for (NoiseLineage lineage : List.of(PIVOT, neighbour, next)) {
      field.of(lineage)[0] = Float.NaN;
    }
    assertThat(field.of(next)).containsExactly(expected);
  }

  @Test
  void theStepsAreToldApart() {
    List<NoiseLineage> family =
        List.of(
            PIVOT,
            PIVOT.neighbour(1, 0.95),
            PIVOT.neighbour(2, 0.95),
            PIVOT.neighbour(1, 0.9),
            PIVOT.neighbour(1, 0.95).neighbour(2, 0.95),
            PIVOT.neighbour(2, 0.95).neighbour(1, 0.95));
    NoiseField field = new NoiseField(48);
    assertThat(family.stream().map(field::of).map(FloatBuffer::wrap).distinct())
        .hasSameSizeAs(family);
  }

  @Test
  void aStepStartsFromTheParentThatItNames() {
    Step other = new Step(Op.FRESH, 3, 0, List.of());
    Step near = new Step(Op.NEIGHBOUR, 1, 0.95, List.of(0));
    Step nearer = new Step(Op.NEIGHBOUR, 2, 0.99, List.of(2));
    List<Step> steps = List.of(PIVOT.steps().get(0), other, near, nearer);
    NoiseField field = new NoiseField(48);
    for (int i = 0; i < 2; i++) {
      assertThat(field.of(NoiseLineage.of(steps.subList(0, 3))))
          .containsExactly(Noise.of(PIVOT.neighbour(1, 0.95), 48));
      assertThat(field.of(NoiseLineage.of(steps)))
          .containsExactly(Noise.of(PIVOT.neighbour(1, 0.95).neighbour(2, 0.99), 48));
    }
  }

  private static NoiseLineage chain(int length) {
    NoiseLineage lineage = PIVOT;
    for (int seed = 100; seed < 100 + length; seed++) {
      lineage = lineage.neighbour(seed, 0.95);
    }
    return lineage;
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }
}
