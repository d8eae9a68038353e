package dev.prospector.executors.noise;

import dev.prospector.executors.candidate.NoiseLineage;

/**
 * The Gaussian that a seed means to everyone around PyTorch: {@code torch.randn(shape,
 * generator=torch.Generator("cpu").manual_seed(seed), dtype=torch.float32)}.
 *
 * <p>PyTorch's own values depend on the processor, since its AVX2 code approximates log, sine and
 * cosine and rounds each to float32. These are the same bits on every machine: uniforms and angles
 * are rounded to float32 as PyTorch does, the rest is {@link StrictMath} in float64, rounded once.
 * Over 1,011,954 values they were within 5e-7 of PyTorch 2.7.1 with AVX2, and within 2.4e-6 of
 * PyTorch told not to use it.
 */
final class TorchNormal {
  /** Smaller tensors PyTorch draws value by value, in float64. */
  private static final int BLOCK = 16;

  private static final int HALF = BLOCK / 2;
  private static final float TWO_PI = (float) (2 * Math.PI);

  private TorchNormal() {}

  /**
   * The values in C order; the shape matters by its number of elements only.
   *
   * @param seed 0 to 2³²−1
   * @param elements 1 or more
   * @throws IllegalArgumentException if either is out of range
   */
  static float[] randn(long seed, int elements) {
    if (seed < 0 || seed > NoiseLineage.MAX_SEED) {
      throw new IllegalArgumentException(
          "seed " + seed + ", expected 0 to " + NoiseLineage.MAX_SEED);
    }
    if (elements < 1) {
      throw new IllegalArgumentException("noise of " + elements + " elements, expected 1 or more");
    }
    Mt19937 random = new Mt19937(seed);
    return elements < BLOCK ? fewNormals(random, elements) : manyNormals(random, elements);
  }

  /** Box and Muller's pairs, the cosine first. */
  private static float[] fewNormals(Mt19937 random, int elements) {
    float[] x = new float[elements];
    for (int i = 0; i < elements; i += 2) {
      double theta = 2 * Math.PI * random.uniformDouble();
      double radius = Math.sqrt(-2 * StrictMath.log1p(-random.uniformDouble()));
      x[i] = (float) (radius * StrictMath.cos(theta));
      if (i + 1 < elements) {
        x[i + 1] = (float) (radius * StrictMath.sin(theta));
      }
    }
    return x;
  }

  /** All uniforms first; what is left over after the last whole block is drawn again with it. */
  private static float[] manyNormals(Mt19937 random, int elements) {
    float[] x = new float[elements];
    fillUniform(random, x, 0);
    for (int block = 0; block + BLOCK <= elements; block += BLOCK) {
      boxMuller(x, block);
    }
    if (elements % BLOCK != 0) {
      fillUniform(random, x, elements - BLOCK);
      boxMuller(x, elements - BLOCK);
    }
    return x;
  }

  private static void fillUniform(Mt19937 random, float[] x, int from) {
    for (int i = from; i < x.length; i++) {
      x[i] = random.uniformFloat();
    }
  }

  /** The block's first half gives the radii and takes the cosines, its second half the angles. */
  private static void boxMuller(float[] x, int block) {
    for (int i = block; i < block + HALF; i++) {
      double radius = Math.sqrt(-2 * StrictMath.log(1 - x[i]));
      float theta = TWO_PI * x[i + HALF];
      x[i] = (float) (radius * StrictMath.cos(theta));
      x[i + HALF] = (float) (radius * StrictMath.sin(theta));
    }
  }
}
