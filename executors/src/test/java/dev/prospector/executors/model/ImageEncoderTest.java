package dev.prospector.executors.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.Geometry;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** The encoder of {@code shapes-s}, which takes images of any size: 2 x - 1. */
class ImageEncoderTest {
  private static final Geometry SMALL = geometry(4);
  private static final Geometry LARGE = geometry(8);

  private static Geometry geometry(int side) {
    return new Geometry(new Shape(3, side, side), new ImageSize(side, side), 1);
  }

  private static float[] grey(int side) {
    float[] pixels = new float[3 * side * side];
    Arrays.fill(pixels, .75f);
    return pixels;
  }

  private static float[] unread() {
    throw new IllegalStateException("read again");
  }

  @Test
  void anImageIsEncodedOnceAndNotGivenAtAnotherSize() {
    ModelBundle bundle = ModelBundle.of("shapes-s", new HadoopFiles(new Configuration()));
    try (ImageEncoder encoder = ImageEncoder.open(bundle.part(ModelBundle.ENCODER), Device.cpu())) {
      float[] latent = encoder.latent("hash", SMALL, () -> grey(4));
      assertThat(latent).hasSize(48).containsOnly(.5f);
      assertThat(encoder.latent("hash", SMALL, ImageEncoderTest::unread)).isSameAs(latent);
      assertThatIllegalStateException()
          .isThrownBy(() -> encoder.latent("hash", LARGE, ImageEncoderTest::unread))
          .withMessage("read again");
      assertThat(encoder.latent("other", LARGE, () -> grey(8))).hasSize(192).containsOnly(.5f);
    }
  }
}
