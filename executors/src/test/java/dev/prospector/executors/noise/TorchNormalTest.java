package dev.prospector.executors.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TorchNormalTest {
  /** AVX2's approximations put torch's own values off by up to one float32 unit at 4, 4.8e-7. */
  private static final double TOLERANCE = 1e-6;

  /**
   * A line of {@code torch-randn.tsv}, written by {@code deploy/models/reference/torch_noise.py}.
   */
  private record Drawn(
      long seed, int elements, double mean, double meanSquare, int first, List<Float> values) {
    static Drawn parse(String line) {
      String[] cells = line.split("\t", -1);
      return new Drawn(
          Long.parseLong(cells[0]),
          Integer.parseInt(cells[1]),
          Double.parseDouble(cells[2]),
          Double.parseDouble(cells[3]),
          Integer.parseInt(cells[4]),
          Arrays.stream(cells[5].split(" ", -1)).map(Float::valueOf).toList());
    }
  }

  @Test
  void drawsWhatTorchDraws() throws IOException {
    List<Drawn> reference = reference();
    assertThat(reference.stream().mapToInt(Drawn::elements).distinct())
        .contains(IntStream.rangeClosed(1, 40).boxed().toArray(Integer[]::new))
        .contains(255, 256, 257, 1000, 3072, 16_384);
    assertThat(reference.stream().mapToLong(Drawn::seed).distinct())
        .containsExactly(0L, 1L, 42L, 1L << 31, (1L << 32) - 1);
    for (Drawn torch : reference) {
      float[] x = TorchNormal.randn(torch.seed(), torch.elements());
      String name = "seed " + torch.seed() + ", " + torch.elements() + " elements";
      assertThat(x).as(name).hasSize(torch.elements());
      for (int i = 0; i < torch.values().size(); i++) {
        double expected = torch.values().get(i);
        assertThat((double) x[torch.first() + i]).as(name).isCloseTo(expected, within(TOLERANCE));
      }
      assertThat(mean(x, v -> v)).as(name).isCloseTo(torch.mean(), within(TOLERANCE));
      assertThat(mean(x, v -> v * v)).as(name).isCloseTo(torch.meanSquare(), within(TOLERANCE));
    }
  }

  @Test
  void drawsTheSameBitsForTheSameSeed() {
    assertThat(TorchNormal.randn(7, 1000)).containsExactly(TorchNormal.randn(7, 1000));
  }

  /** Six standard errors of each moment, over a million values: a factor's error of 1% fails. */
  @Test
  void isAStandardGaussian() {
    int n = 1_000_000;
    float[] x = TorchNormal.randn(2026, n);
    assertThat(mean(x, v -> v)).isCloseTo(0, within(6 * Math.sqrt(1.0 / n)));
    assertThat(mean(x, v -> v * v)).isCloseTo(1, within(6 * Math.sqrt(2.0 / n)));
    assertThat(mean(x, v -> v * v * v)).isCloseTo(0, within(6 * Math.sqrt(15.0 / n)));
    assertThat(mean(x, v -> v * v * v * v)).isCloseTo(3, within(6 * Math.sqrt(96.0 / n)));
    double within1 = mean(x, v -> Math.abs(v) < 1 ? 1 : 0);
    assertThat(within1).isCloseTo(0.682_689_49, within(6 * Math.sqrt(0.2166 / n)));
  }

  /** Each bound is six standard errors of the mean of n products of independent values. */
  @Test
  void valuesAreUncorrelatedWithinAndBetweenSeeds() {
    int n = 100_000;
    float[] x = TorchNormal.randn(0, n);
    float[] y = TorchNormal.randn(1, n);
    assertThat(meanProduct(x, y, 0)).isCloseTo(0, within(6 / Math.sqrt(n)));
    for (int lag : new int[] {1, 8, 16, 624}) {
      assertThat(meanProduct(x, x, lag)).as("lag %d", lag).isCloseTo(0, within(6 / Math.sqrt(n)));
    }
  }

  @Test
  void refusesWhatTorchCantSeed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TorchNormal.randn(-1, 4))
        .withMessage("seed -1, expected 0 to 4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TorchNormal.randn(1L << 32, 4))
        .withMessage("seed 4294967296, expected 0 to 4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TorchNormal.randn(0, 0))
        .withMessage("noise of 0 elements, expected 1 or more");
  }

  private static double mean(float[] x, DoubleUnaryOperator f) {
    return IntStream.range(0, x.length).mapToDouble(i -> f.applyAsDouble(x[i])).sum() / x.length;
  }

  private static double meanProduct(float[] x, float[] y, int lag) {
    return IntStream.range(0, x.length - lag)
        .mapToDouble(i -> (double) x[i] * y[i + lag])
        .average()
        .orElseThrow();
  }

  private static List<Drawn> reference() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    TorchNormalTest.class.getResourceAsStream("/noise/torch-randn.tsv")),
                StandardCharsets.UTF_8))) {
      return lines.lines().skip(2).map(Drawn::parse).toList();
    }
  }
}
