package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.sampling.ForwardProcess.RectifiedFlow;
import dev.prospector.executors.sampling.ForwardProcess.VarianceExploding;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardProcessTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  static Stream<ForwardProcess> processes() {
    return Stream.of(new VarianceExploding(), new RectifiedFlow());
  }

  @ParameterizedTest
  @MethodSource("processes")
  void renoisingTurnsOneMarginalIntoTheOther(ForwardProcess process) {
    double from = 0.3;
    double to = 0.8;
    double clean = 2;
    int count = 400_000;
    NDArray x = normals(1, count).mul(from).add(process.alpha(from) * clean);
    double[] y = process.renoise(x, from, to, normals(2, count)).toDoubleArray();

    double mean = Arrays.stream(y).average().orElseThrow();
    double variance = Arrays.stream(y).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    // Five standard errors of the mean, and of the variance.
    assertThat(mean).isCloseTo(process.alpha(to) * clean, within(5 * to / Math.sqrt(count)));
    assertThat(variance).isCloseTo(to * to, within(5 * to * to * Math.sqrt(2.0 / count)));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void renoisingTwiceIsRenoisingOnce(ForwardProcess process) {
    Kernel first = kernel(process, 0.1, 0.45);
    Kernel second = kernel(process, 0.45, 0.9);
    Kernel whole = kernel(process, 0.1, 0.9);
    assertThat(first.mean * second.mean).isCloseTo(whole.mean, within(1e-14));
    assertThat(second.mean * second.mean * first.variance() + second.variance())
        .isCloseTo(whole.variance(), within(1e-14));
  }

  @Test
  void kernelsMatchTheirClosedForms() {
    Kernel exploding = kernel(new VarianceExploding(), 3, 5);
    assertThat(exploding.mean).isEqualTo(1);
    assertThat(exploding.deviation).isCloseTo(4, within(1e-14));
    Kernel flow = kernel(new RectifiedFlow(), 0.25, 0.5);
    assertThat(flow.mean).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(flow.variance()).isCloseTo(0.25 - 1 / 36.0, within(1e-15));
    Kernel toPureNoise = kernel(new RectifiedFlow(), 0.25, 1);
    assertThat(toPureNoise.mean).isZero();
    assertThat(toPureNoise.deviation).isEqualTo(1);
  }

  @Test
  void leavesItsInputsAndNothingElseBehind() {
    NDArray x = normals(3, 10);
    NDArray noise = normals(4, 10);
    double[] before = x.toDoubleArray();
    double[] noiseBefore = noise.toDoubleArray();
    int arrays = manager.getManagedArrays().size();
    NDArray y = new RectifiedFlow().renoise(x, 0.2, 0.6, noise);
    assertThat(manager.getManagedArrays()).hasSize(arrays + 1).contains(y);
    assertThat(x.toDoubleArray()).isEqualTo(before);
    assertThat(noise.toDoubleArray()).isEqualTo(noiseBefore);
  }

  @Test
  void refusesLevelsThatTheProcessLacks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RectifiedFlow().alpha(1.5))
        .withMessage("sigma 1.5, expected 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VarianceExploding().alpha(-1))
        .withMessage("sigma -1.0, expected 0 or more, finite");
    NDArray x = normals(5, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VarianceExploding().renoise(x, 0.5, 0.5, x))
        .withMessage("re-noising from sigma 0.5 to 0.5, expected from < to");
  }

  /** Re-noising is linear, so two probes tell all: x = 1 without noise, and noise = 1 without x. */
  private Kernel kernel(ForwardProcess process, double from, double to) {
    NDArray x = manager.create(new double[] {1, 0});
    NDArray noise = manager.create(new double[] {0, 1});
    double[] y = process.renoise(x, from, to, noise).toDoubleArray();
    return new Kernel(y[0], y[1]);
  }

  private record Kernel(double mean, double deviation) {
    double variance() {
      return deviation * deviation;
    }
  }

  private NDArray normals(long seed, int count) {
    Random random = new Random(seed);
    double[] values = new double[count];
    Arrays.setAll(values, i -> random.nextGaussian());
    return manager.create(values, new Shape(count));
  }
}
