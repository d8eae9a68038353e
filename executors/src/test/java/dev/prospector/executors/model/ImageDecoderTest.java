package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.Geometry;
import dev.prospector.executors.bundle.ImageSize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDecoderTest {
  private static final Geometry WIDE =
      new Geometry(new Shape(3, 40, 56), new ImageSize(320, 448), 64);

  private final List<Shape> seen = new ArrayList<>();
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Every pixel is a function of its latent alone. */
  private NDArray local(NDArray latents) {
    seen.add(latents.getShape());
    return latents.mul(0.5).add(0.25).repeat(2, 8).repeat(3, 8);
  }

  private NDArray latents(Geometry geometry, int batch) {
    Shape shape = new Shape(batch).addAll(geometry.latent());
    float[] noise = new float[(int) shape.size()];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) Math.sin(i * 0.37);
    }
    return manager.create(noise, shape);
  }

  @Test
  void tilesOfALocalDecoderAreTheWholeImage() {
    NDArray latents = latents(WIDE, 2);
    NDArray whole = new ImageDecoder(this::local, WIDE, 0).decode(latents);
    seen.clear();
    NDArray tiled = new ImageDecoder(this::local, WIDE, 128).decode(latents);
    assertThat(tiled.getShape()).isEqualTo(new Shape(2, 3, 320, 448));
    assertThat(difference(tiled, whole)).isLessThan(1e-6f);
    assertThat(seen).hasSize(3 * 5).allMatch(new Shape(2, 3, 16, 16)::equals);
  }

  /** The step from pixel to pixel is bounded by what blending spreads over a quarter of a tile. */
  @Test
  void tilesOfADecoderThatLooksAroundDifferAndAreBlended() {
    NDArray latents = latents(WIDE, 1).mul(0);
    NDArray left = latents.get(":, :, :, :16");
    left.addi(1);
    UnaryOperator<NDArray> network = seen -> local(seen.mul(0)).add(seen.mean());
    NDArray tiled = new ImageDecoder(network, WIDE, 128).decode(latents);
    NDArray whole = new ImageDecoder(network, WIDE, 0).decode(latents);
    assertThat(difference(tiled, whole)).as("not exact").isGreaterThan(0.1f);
    NDArray steps = tiled.get(":, :, :, 1:").sub(tiled.get(":, :, :, :447")).abs();
    assertThat(steps.max().getFloat()).isPositive().isLessThan(2f / 32);
  }

  @Test
  void slicesAreExact() {
    Geometry large = new Geometry(new Shape(3, 64, 64), new ImageSize(512, 512), 64);
    NDArray latents = latents(large, 6);
    NDArray sliced = new ImageDecoder(this::local, large, 0).decode(latents);
    assertThat(seen).hasSize(2).allMatch(new Shape(3, 3, 64, 64)::equals);
    assertThat(sliced.toFloatArray()).isEqualTo(local(latents).toFloatArray());
  }

  @ParameterizedTest
  @CsvSource({
    "16, 32, 32, 16",
    "16, 512, 512, 4",
    "6, 512, 512, 3",
    "7, 512, 512, 1",
    "4, 1024, 1024, 1",
    "3, 2048, 2048, 1",
    "1, 64, 64, 1"
  })
  void aSliceIsADivisorOfTheBatchAndAtMostAMegapixel(
      int batch, int height, int width, int expected) {
    assertThat(ImageDecoder.slice(batch, height, width)).isEqualTo(expected);
  }

  @Test
  void aTileIsMadeOfWholeLatents() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageDecoder(this::local, WIDE, 100))
        .withMessage("decode-tiles was 100, expected a multiple of 32 pixels for this model");
  }

  private static float difference(NDArray a, NDArray b) {
    return a.sub(b).abs().max().getFloat();
  }
}
