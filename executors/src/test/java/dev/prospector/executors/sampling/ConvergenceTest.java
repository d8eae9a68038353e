package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.sampling.ForwardProcess.RectifiedFlow;
import dev.prospector.executors.sampling.ForwardProcess.VarianceExploding;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Halving the steps' size divides the error by 2 to the sampler's order. */
class ConvergenceTest {
  private static final double[] QUANTILES = {-2.1, -1, -0.3, 0.2, 1.1, 1.9};

  static Stream<Arguments> cases() {
    ForwardProcess exploding = new VarianceExploding();
    ForwardProcess flow = new RectifiedFlow();
    IntFunction<double[]> karras =
        n -> Arrays.copyOf(new KarrasSchedule(0.05, 10).sigmas(n + 1), n + 1);
    IntFunction<double[]> linear = n -> new FlowSchedule(1).sigmas(n);
    IntFunction<double[]> shifted = n -> new FlowSchedule(3).sigmas(n);
    IntFunction<double[]> logistic = n -> evenInLambda(n, lambda -> 1 / (1 + Math.exp(lambda)));
    IntFunction<double[]> exponential = n -> evenInLambda(n, lambda -> Math.exp(-lambda));
    // Linear levels are uneven in lambda near 0, which costs the multistep a factor of log(steps).
    double logarithm = Math.log(8 / 7.0) / Math.log(2);
    return Stream.of(0.0, 1.0)
        .flatMap(
            mode ->
                Stream.of(
                    Arguments.of("euler", exploding, "karras", karras, mode, 1.0),
                    Arguments.of("euler", flow, "linear", linear, mode, 1.0),
                    Arguments.of("heun", exploding, "karras", karras, mode, 2.0),
                    Arguments.of("heun", flow, "linear", linear, mode, 2.0),
                    Arguments.of("heun", flow, "shifted", shifted, mode, 2.0),
                    Arguments.of("dpmpp-2m", exploding, "karras", karras, mode, 2.0),
                    Arguments.of("dpmpp-2m", exploding, "even", exponential, mode, 2.0),
                    Arguments.of("dpmpp-2m", flow, "even", logistic, mode, 2.0),
                    Arguments.of("dpmpp-2m", flow, "linear", linear, mode, 2 - logarithm)));
  }

  @ParameterizedTest(name = "{0} {1} {2} mode {4}")
  @MethodSource("cases")
  void errorFallsWithTheSamplersOrder(
      String name,
      ForwardProcess process,
      String levels,
      IntFunction<double[]> schedule,
      double mode,
      double order) {
    World world = new World(process, 0.5, mode);
    Sampler sampler = Samplers.named(name, process);
    double coarse = error(world, sampler, schedule.apply(128));
    double fine = error(world, sampler, schedule.apply(256));
    assertThat(Math.log(coarse / fine) / Math.log(2))
        .as("observed order of %s, errors %s and %s", levels, coarse, fine)
        .isCloseTo(order, within(0.05));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void oneEulerStepToZeroIsTheDenoisersEstimateExactly(ForwardProcess process) {
    World world = new World(process, 0.5, 1);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(QUANTILES, new Shape(QUANTILES.length, 1, 1, 1));
      for (Sampler sampler : List.of(new Euler(), new EulerAncestral(process))) {
        NDArray end = sampler.sample(world, x, new double[] {0.7, 0}, StepNoise.NONE);
        assertThat(end.toDoubleArray()).isEqualTo(world.denoise(x, 0.7).toDoubleArray());
      }
    }
  }

  static Stream<ForwardProcess> processes() {
    return Stream.of(new VarianceExploding(), new RectifiedFlow());
  }

  private static double error(World world, Sampler sampler, double[] sigmas) {
    double from = sigmas[0];
    double to = sigmas[sigmas.length - 1];
    double width = Math.sqrt(world.variance(from) + Math.pow(world.process().alpha(from), 2));
    double[] start = Arrays.stream(QUANTILES).map(z -> z * width).toArray();
    double[] exact = Arrays.stream(start).map(x -> world.flow(x, from, to)).toArray();
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(start, new Shape(start.length, 1, 1, 1));
      double[] end = sampler.sample(world, x, sigmas, StepNoise.NONE).toDoubleArray();
      double worst = 0;
      for (int i = 0; i < end.length; i++) {
        worst = Math.max(worst, Math.abs(end[i] - exact[i]));
      }
      return worst;
    }
  }

  /** From lambda -2.5 to 3. */
  private static double[] evenInLambda(int steps, DoubleUnaryOperator sigma) {
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      sigmas[i] = sigma.applyAsDouble(-2.5 + 5.5 * i / steps);
    }
    return sigmas;
  }
}
