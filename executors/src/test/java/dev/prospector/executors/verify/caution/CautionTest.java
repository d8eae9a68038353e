package dev.prospector.executors.verify.caution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CautionTest {
  private static final int SIZE = 64;
  private static final String FEATURES = "shapes-features";

  @TempDir Path temporary;

  /** Around a point, with so many deviations of each feature to one. */
  private static FirstSampleModel model(List<Double> mean, double scale, double usual) {
    List<List<Double>> whitening =
        IntStream.range(0, mean.size())
            .mapToObj(i -> IntStream.rangeClosed(0, i).mapToObj(j -> i == j ? scale : 0.0).toList())
            .toList();
    return new FirstSampleModel(new TreeMap<>(), FEATURES, "", 100, .1, usual, mean, whitening);
  }

  @Test
  void distancesAreMahalanobis() {
    FirstSampleModel skewed =
        new FirstSampleModel(
            new TreeMap<>(),
            FEATURES,
            "",
            100,
            0,
            0,
            List.of(1.0, 2.0),
            List.of(List.of(.5), List.of(-1.0, 2.0)));
    // W (x − μ) = (.5 · 4, −1 · 4 + 2 · 1), so d² = 4 + 4.
    assertThat(skewed.distance(new double[] {5, 3})).isCloseTo(Math.sqrt(8), within(1e-12));
    assertThat(skewed.distance(new double[] {1, 2})).isZero();
  }

  @Test
  void imagesNearFirstSamplesScoreZeroAndOthersTheirDistanceBeyond() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        FeatureExtractor features = FeatureProviders.named(FEATURES).open(Device.cpu())) {
      NDArray images = manager.create(pixels(), new Shape(2, 3, 32, 32));
      float[][] x = features.of(images);
      double[] mean = IntStream.range(0, SIZE).mapToDouble(i -> x[0][i]).toArray();
      double apart =
          Math.sqrt(
              IntStream.range(0, SIZE)
                  .mapToDouble(i -> (x[1][i] - mean[i]) * (x[1][i] - mean[i]))
                  .sum());
      FirstSampleModel model = model(boxed(mean), 10, 4 * apart);
      try (Verifier caution =
          Verifiers.named("caution").open(Device.cpu(), Map.of("model", model.json()))) {
        Prompt prompt = new Prompt(0, "0", "a red circle");
        double[] scores = caution.score(Samples.of(images, List.of(prompt, prompt)));
        assertThat(scores[0]).isZero();
        assertThat(scores[1]).isCloseTo(-6 * apart, within(1e-9)).isNegative();
      }
    }
  }

  /** A dark image and a red one. */
  private static float[] pixels() {
    float[] pixels = new float[2 * 3 * 32 * 32];
    for (int i = 3 * 32 * 32; i < 4 * 32 * 32; i++) {
      pixels[i] = 1;
    }
    return pixels;
  }

  private static List<Double> boxed(double[] numbers) {
    return IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).toList();
  }

  @Test
  void whatWasPreparedNeedsNoFile() throws IOException {
    FirstSampleModel model = model(Collections.nCopies(SIZE, .5), 2, 1);
    Path file = Files.writeString(temporary.resolve("caution.json"), model.json());
    Map<String, String> prepared =
        Verifiers.named("caution").prepare(Map.of("model", file.toString()));
    Files.delete(file);
    assertThat(Verifiers.named("caution").prepare(prepared)).isEqualTo(prepared);
    assertThat(Caution.model(prepared)).isEqualTo(model);
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Path none = temporary.resolve("none.json");
    refused("option 'model' was not given", Map.of());
    refused("no file " + none, Map.of("model", none.toString()));
    Path other = Files.writeString(temporary.resolve("other.json"), "{\n\"images\": \"x\"}");
    refused(other + ", line 2: can't be understood", Map.of("model", other.toString()));
    String wrong = model(List.of(1.0, 2.0), 1, 1).json().replace("[1.0,2.0]", "[1.0]");
    refused("whitening was no triangle of 2 rows", Map.of("model", wrong));
    String unknown = model(List.of(1.0), 1, 1).json().replace(FEATURES, "no-features");
    refused("no-features", Map.of("model", unknown));
  }

  private static void refused(String expected, Map<String, String> options) {
    assertThatThrownBy(() -> Verifiers.named("caution").prepare(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }
}
