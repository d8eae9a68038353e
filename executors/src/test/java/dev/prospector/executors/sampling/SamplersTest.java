package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.sampling.ForwardProcess.RectifiedFlow;
import dev.prospector.executors.sampling.ForwardProcess.VarianceExploding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws that every sampler keeps, under both processes. */
class SamplersTest {
  private static final Shape SHAPE = new Shape(4, 3, 5, 5);
  private static final double[] SIGMAS = new FlowSchedule(2).sigmas(12);
  private static final World FLOW = new World(new RectifiedFlow(), 0.5, 1);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  static Stream<ForwardProcess> processes() {
    return Stream.of(new VarianceExploding(), new RectifiedFlow());
  }

  static Stream<Sampler> samplers() {
    return Samplers.all().values().stream()
        .flatMap(provider -> processes().map(process -> provider.create(process, Map.of())));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void nfeIsWhatTheDenoiserCounts(Sampler sampler) {
    for (int steps = 1; steps <= 5; steps++) {
      double[] sigmas = new FlowSchedule(1).sigmas(steps);
      assertThat(sampler.nfe(steps))
          .isEqualTo(sampler.nfe(sigmas))
          .isEqualTo(count(sampler, sigmas));
    }
    for (int from = 0; from < SIGMAS.length - 1; from += 3) {
      for (int to = from + 2; to <= SIGMAS.length; to++) {
        double[] slice = Arrays.copyOfRange(SIGMAS, from, to);
        assertThat(sampler.nfe(slice)).isEqualTo(count(sampler, slice));
      }
    }
  }

  private int count(Sampler sampler, double[] sigmas) {
    AtomicInteger calls = new AtomicInteger();
    Denoiser counting =
        (x, sigma) -> {
          calls.incrementAndGet();
          return x.mul(0.5);
        };
    sampler.sample(counting, start(DataType.FLOAT32), sigmas, SamplersTest::noise);
    return calls.get();
  }

  @ParameterizedTest
  @MethodSource("sliceable")
  void slicesJoinToTheWholeBitForBit(Sampler sampler) {
    NDArray x = start(DataType.FLOAT32);
    float[] whole = sampler.sample(FLOW, x, SIGMAS, SamplersTest::noise).toFloatArray();
    for (int seam = 1; seam < SIGMAS.length - 1; seam++) {
      assertThat(slicedAt(seam, sampler, x)).isEqualTo(whole);
    }
  }

  static Stream<Sampler> sliceable() {
    return samplers().filter(Sampler::sliceable);
  }

  @Test
  void onlyTheMultistepSamplerSaysThatItForgetsAtASeam() {
    Sampler multistep = new DpmPlusPlus2M(FLOW.process());
    assertThat(samplers().filter(sampler -> !sampler.sliceable()).map(Sampler::name))
        .containsOnly(multistep.name());
    NDArray x = start(DataType.FLOAT32);
    float[] whole = multistep.sample(FLOW, x, SIGMAS, StepNoise.NONE).toFloatArray();
    assertThat(slicedAt(6, multistep, x)).isNotEqualTo(whole);
  }

  private static float[] slicedAt(int seam, Sampler sampler, NDArray x) {
    double[] first = Arrays.copyOfRange(SIGMAS, 0, seam + 1);
    double[] second = Arrays.copyOfRange(SIGMAS, seam, SIGMAS.length);
    NDArray middle = sampler.sample(FLOW, x, first, SamplersTest::noise);
    return sampler.sample(FLOW, middle, second, SamplersTest::noise).toFloatArray();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void drawsNoiseOnceForEveryLevelAboveZeroIfStochasticElseNever(Sampler sampler) {
    List<Double> drawn = new ArrayList<>();
    StepNoise recording =
        (owner, sigma) -> {
          drawn.add(sigma);
          return noise(owner, sigma);
        };
    sampler.sample((x, sigma) -> x.mul(0.5), start(DataType.FLOAT32), SIGMAS, recording);
    Double[] levels = Arrays.stream(SIGMAS, 1, 12).boxed().toArray(Double[]::new);
    assertThat(drawn).containsExactly(sampler.stochastic() ? levels : new Double[0]);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void rowsDoNotDependOnTheirCompany(Sampler sampler) {
    NDArray x = start(DataType.FLOAT64);
    NDArray whole = sampler.sample(FLOW, x, SIGMAS, SamplersTest::noise);
    StepNoise second = (owner, sigma) -> noise(owner, sigma).get("1:2");
    NDArray alone = sampler.sample(FLOW, x.get("1:2"), SIGMAS, second);
    assertThat(alone.toDoubleArray()).isEqualTo(whole.get("1:2").toDoubleArray());
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void leavesOneArrayBehindAndItsInputAsItWas(Sampler sampler) {
    NDArray x = start(DataType.FLOAT32);
    float[] before = x.toFloatArray();
    int arrays = manager.getManagedArrays().size();
    for (int i = 0; i < 100; i++) {
      try (NDArray end = sampler.sample(FLOW, x, SIGMAS, SamplersTest::noise)) {
        assertThat(end.getManager()).isSameAs(manager);
        assertThat(end.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(end.getShape()).isEqualTo(SHAPE);
        assertThat(manager.getManagedArrays()).hasSize(arrays + 1);
      }
    }
    assertThat(manager.getManagedArrays()).hasSize(arrays);
    assertThat(x.getManager()).isSameAs(manager);
    assertThat(x.toFloatArray()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aFailingDenoiserLeavesNothingBehind(Sampler sampler) {
    NDArray x = start(DataType.FLOAT32);
    int arrays = manager.getManagedArrays().size();
    Denoiser failing =
        (xi, sigma) -> {
          if (sigma < 0.5) {
            throw new IllegalStateException("out of memory");
          }
          return xi.mul(0.5);
        };
    assertThatThrownBy(() -> sampler.sample(failing, x, SIGMAS, SamplersTest::noise))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of memory");
    assertThat(manager.getManagedArrays()).hasSize(arrays).contains(x);
  }

  @ParameterizedTest
  @MethodSource("processes")
  void ancestralStepsKeepTheMarginalVariance(ForwardProcess process) {
    World world = new World(process, 0.5, 0);
    double coarse = varianceError(world, 256);
    double fine = varianceError(world, 512);
    // Re-noising is exact, so what is left is Euler's error: of order 1, and so 0 in the limit.
    assertThat(coarse / fine).isCloseTo(2, within(0.1));
  }

  /**
   * On the Gaussian a step is x' = A x + B noise. Two probes give A and B, and so the variance
   * without a single draw.
   */
  private double varianceError(World world, int steps) {
    double[] sigmas = new FlowSchedule(1).sigmas(steps);
    Sampler sampler = new EulerAncestral(world.process());
    NDArray probe = manager.create(new double[] {1, 0}, new Shape(2, 1, 1, 1));
    StepNoise unit = (owner, sigma) -> owner.create(new double[] {0, 1}, new Shape(2, 1, 1, 1));
    double variance = world.variance(sigmas[0]);
    for (int i = 0; i < steps; i++) {
      double[] step = {sigmas[i], sigmas[i + 1]};
      double[] response = sampler.sample(world, probe, step, unit).toDoubleArray();
      variance = response[0] * response[0] * variance + response[1] * response[1];
    }
    return Math.abs(variance / world.variance(0) - 1);
  }

  @Test
  void ancestralStepIsThePosteriorOfHoEtAlUnderVarianceExploding() {
    // q(x_t | x_s, x0) has the mean x0 + t²/s² (x_s - x0) and the variance t² (s² - t²) / s².
    double s = 5;
    double t = 2;
    Sampler sampler = new EulerAncestral(new VarianceExploding());
    NDArray probe = manager.create(new double[] {1, 0});
    Denoiser constant = (x, sigma) -> x.zerosLike().add(0.5);
    StepNoise unit = (owner, sigma) -> owner.create(new double[] {0, 1});
    double[] y = sampler.sample(constant, probe, new double[] {s, t}, unit).toDoubleArray();
    assertThat(y[0]).isCloseTo(0.5 + t * t / (s * s) * 0.5, within(1e-14));
    double withoutNoise = 0.5 - t * t / (s * s) * 0.5;
    double deviation = t * Math.sqrt(s * s - t * t) / s;
    assertThat(y[1]).isCloseTo(withoutNoise + deviation, within(1e-14));
  }

  /** Where D is linear in lambda, two evaluations give its value halfway exactly. */
  @ParameterizedTest
  @MethodSource("processes")
  void multistepTakesDHalfwayThroughEachUnevenStepInLambda(ForwardProcess process) {
    double[] sigmas = {0.9, 0.7, 0.65, 0.2};
    double[] lambdas = Arrays.stream(sigmas).map(s -> Math.log(process.alpha(s) / s)).toArray();
    double expected = 3;
    for (int i = 0; i < 3; i++) {
      double h = lambdas[i + 1] - lambdas[i];
      double d = i == 0 ? lambdas[0] : lambdas[i] + h / 2;
      double shrink = sigmas[i + 1] / sigmas[i];
      double alpha = process.alpha(sigmas[i + 1]);
      expected = shrink * expected + alpha * (1 - Math.exp(-h)) * d;
    }
    Denoiser linear = (x, s) -> x.zerosLike().add(Math.log(process.alpha(s) / s));
    NDArray x = manager.create(new double[] {3});
    NDArray end = new DpmPlusPlus2M(process).sample(linear, x, sigmas, StepNoise.NONE);
    assertThat(end.toDoubleArray()[0]).isCloseTo(expected, within(1e-14));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void refusesLevelsThatDoNotFall(Sampler sampler) {
    NDArray x = start(DataType.FLOAT32);
    for (double[] sigmas :
        new double[][] {{}, {1}, {0.5, 0.5}, {0.2, 0.7, 0}, {0.5, -0.1}, {1, Double.NaN, 0}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sampler.sample((xi, s) -> xi.mul(1), x, sigmas, SamplersTest::noise))
          .withMessage(
              "sigmas %s, expected two or more, strictly decreasing, none below 0",
              Arrays.toString(sigmas));
    }
  }

  private NDArray start(DataType type) {
    return normals(manager, 7).toType(type, false);
  }

  private static NDArray noise(NDManager owner, double sigma) {
    return normals(owner, Double.doubleToLongBits(sigma)).toType(DataType.FLOAT32, false);
  }

  private static NDArray normals(NDManager owner, long seed) {
    Random random = new Random(seed);
    double[] values = new double[(int) SHAPE.size()];
    Arrays.setAll(values, i -> random.nextGaussian());
    return owner.create(values, SHAPE);
  }
}
