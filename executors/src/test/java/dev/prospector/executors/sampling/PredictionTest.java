package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.prospector.executors.sampling.ForwardProcess.RectifiedFlow;
import dev.prospector.executors.sampling.ForwardProcess.VarianceExploding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that predict perfectly, by Bayes' rule on a Gaussian, become the perfect denoiser. */
class PredictionTest {
  private static final double DEVIATION = 0.5;

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray x = manager.create(new double[] {-1.5, -0.2, 0, 0.4, 2});

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1, 7})
  void noise(double sigma) {
    double alpha = 1 / Math.sqrt(1 + sigma * sigma);
    double beta = sigma / Math.sqrt(1 + sigma * sigma);
    double variance = Math.pow(alpha * DEVIATION, 2) + beta * beta;
    Network network = (z, s) -> z.mul(beta / variance); // E[n | z = alpha x0 + beta n]
    assertPerfect(new VarianceExploding(), Prediction.epsilon(network), sigma);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1, 7})
  void v(double sigma) {
    double alpha = 1 / Math.sqrt(1 + sigma * sigma);
    double beta = sigma / Math.sqrt(1 + sigma * sigma);
    double variance = Math.pow(alpha * DEVIATION, 2) + beta * beta;
    double noise = beta / variance;
    double clean = alpha * DEVIATION * DEVIATION / variance;
    Network network = (z, s) -> z.mul(alpha * noise - beta * clean); // E[alpha n - beta x0 | z]
    assertPerfect(new VarianceExploding(), Prediction.v(network), sigma);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1})
  void velocity(double sigma) {
    double variance = Math.pow((1 - sigma) * DEVIATION, 2) + sigma * sigma;
    double noise = sigma / variance;
    double clean = (1 - sigma) * DEVIATION * DEVIATION / variance;
    Network network = (z, s) -> z.mul(noise - clean); // E[n - x0 | z = (1 - sigma) x0 + sigma n]
    assertPerfect(new RectifiedFlow(), Prediction.velocity(network), sigma);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 1})
  void cleanSample(double sigma) {
    World world = new World(new RectifiedFlow(), DEVIATION, 0);
    assertPerfect(world.process(), Prediction.clean(world::denoise), sigma);
  }

  private void assertPerfect(ForwardProcess process, Denoiser denoiser, double sigma) {
    double[] before = x.toDoubleArray();
    double[] expected = new World(process, DEVIATION, 0).denoise(x, sigma).toDoubleArray();
    NDArray clean = denoiser.denoise(x, sigma);
    assertThat(clean.toDoubleArray()).containsExactly(expected, within(1e-12));
    assertThat(clean.getManager()).isSameAs(manager);
    assertThat(x.toDoubleArray()).isEqualTo(before);
  }
}
