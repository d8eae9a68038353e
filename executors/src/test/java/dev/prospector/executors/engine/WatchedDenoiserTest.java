package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.sampling.Denoiser;
import org.junit.jupiter.api.Test;

class WatchedDenoiserTest {
  /** What it predicts is linear in sigma, so that extrapolation by a step of it is exact. */
  private static final Denoiser LINEAR = (x, sigma) -> x.mul(0).addi(3 - 8 * sigma);

  @Test
  void aLinearPredictionIsCarriedOnExactlyByOneStep() {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray x = manager.ones(new Shape(1, 2));
      WatchedDenoiser denoiser = new WatchedDenoiser(LINEAR, manager, true, 1, false);
      denoiser.denoise(x, 1).close();
      assertThat(denoiser.extrapolated().toFloatArray()).containsExactly(-5, -5);
      for (double sigma : new double[] {.75, .5, .25}) {
        denoiser.denoise(x, sigma).close();
        float next = (float) (3 - 8 * (sigma - .25));
        assertThat(denoiser.extrapolated().toFloatArray()).containsExactly(next, next);
      }
      assertThat(denoiser.last().toFloatArray()).containsExactly(1, 1);
      assertThat(denoiser.early().toFloatArray()).as("kept").containsExactly(-5, -5);
    }
  }
}
