package dev.prospector.executors.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuidanceTest {
  private static final double SIGMA = 0.6;

  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray x =
      manager.create(new double[] {-1.5, -0.2, 0.4, 2}, new Shape(2, 1, 1, 2));
  private final Network conditional = (z, sigma) -> z.mul(z).add(sigma);
  private final Network unconditional = (z, sigma) -> z.mul(3);
  private final List<Long> batches = new ArrayList<>();

  @AfterEach
  void closeManager() {
    manager.close();
  }

  /** Conditions as a model binds them: the first B rows conditional, any more unconditional. */
  private NDArray both(NDArray z, double sigma) {
    batches.add(z.getShape().get(0));
    if (z.getShape().get(0) == 2) {
      return conditional.predict(z, sigma);
    }
    NDArray first = conditional.predict(z.get("0:2"), sigma);
    return first.concat(unconditional.predict(z.get("2:4"), sigma));
  }

  @Test
  void scaleOneIsTheConditionalPredictionAndSeesEachSampleOnce() {
    Guidance guidance = new Guidance(1);
    assertThat(guided(1)).isEqualTo(conditional.predict(x, SIGMA).toDoubleArray());
    assertThat(batches).containsExactly(2L);
    assertThat(guidance.forwards()).isEqualTo(1);
  }

  @Test
  void otherScalesSeeEachSampleTwiceInOneCall() {
    Guidance guidance = new Guidance(2);
    guided(2);
    assertThat(batches).containsExactly(4L);
    assertThat(guidance.forwards()).isEqualTo(2);
  }

  @Test
  void scaleZeroIsTheUnconditionalPrediction() {
    assertThat(guided(0)).isEqualTo(unconditional.predict(x, SIGMA).toDoubleArray());
  }

  @Test
  void isLinearInTheScale() {
    double[] none = guided(0);
    double[] two = guided(2);
    double[] five = guided(5);
    for (int i = 0; i < none.length; i++) {
      assertThat((five[i] - none[i]) / 5).isCloseTo((two[i] - none[i]) / 2, within(1e-14));
    }
  }

  @Test
  void guidingThePredictionIsGuidingTheDenoiser() {
    double scale = 3.5;
    Denoiser before = Prediction.velocity(new Guidance(scale).guide(this::both));
    double[] c = Prediction.velocity(conditional).denoise(x, SIGMA).toDoubleArray();
    double[] u = Prediction.velocity(unconditional).denoise(x, SIGMA).toDoubleArray();
    double[] after = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      after[i] = u[i] + scale * (c[i] - u[i]);
    }
    assertThat(before.denoise(x, SIGMA).toDoubleArray()).containsExactly(after, within(1e-13));
  }

  @Test
  void refusesAScaleThatIsNoNumber() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Guidance(Double.NaN))
        .withMessage("guidance scale NaN, expected a finite number");
  }

  private double[] guided(double scale) {
    return new Guidance(scale).guide(this::both).predict(x, SIGMA).toDoubleArray();
  }
}
