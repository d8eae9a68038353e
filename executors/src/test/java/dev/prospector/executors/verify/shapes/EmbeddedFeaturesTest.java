package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedFeaturesTest {
  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shapes-classes", "shapes-features"})
  void vectorsFollowTheirImagesWhateverTheirPlaceInTheBatch(String name) {
    List<RenderedScene> scenes = scenes(3, new SplittableRandom(5));
    List<RenderedScene> moved = new ArrayList<>(scenes);
    Collections.rotate(moved, 5);
    try (FeatureExtractor features = open(name)) {
      List<float[]> rows = new ArrayList<>(List.of(features.of(images(scenes))));
      assertThat(rows).allMatch(row -> row.length == FeatureProviders.named(name).size());
      assertThat(rows.stream().map(Arrays::toString)).doesNotHaveDuplicates();
      Collections.rotate(rows, 5);
      assertThat(features.of(images(moved))).isDeepEqualTo(rows.toArray(float[][]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shapes-classes", "shapes-features"})
  void aImageThatIsNotANumberSpoilsNoOther(String name) {
    try (FeatureExtractor features = open(name);
        NDArray images = images(scenes(1, new SplittableRandom(6)))) {
      float[][] rows = features.of(images);
      images.set(new NDIndex(3), Float.NaN);
      float[][] spoilt = features.of(images);
      assertThat(spoilt[3]).contains(Float.NaN);
      spoilt[3] = rows[3];
      assertThat(spoilt).isDeepEqualTo(rows);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"shapes-classes", "shapes-features"})
  void describingLeavesNoNativeMemoryBehind(String name) {
    try (FeatureExtractor features = open(name);
        NDArray images = images(scenes(1, new SplittableRandom(9)))) {
      features.of(images);
      assertThat(manager.getManagedArrays()).containsExactly(images);
    }
  }

  @Test
  void featuresAreUnitVectors() {
    try (FeatureExtractor features = open("shapes-features")) {
      for (float[] row : features.of(images(scenes(3, new SplittableRandom(7))))) {
        double square = 0;
        for (float x : row) {
          square += (double) x * x;
        }
        assertThat(square).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void classesAreTheSharesOfWhatAImageShows() {
    List<RenderedScene> scenes = scenes(20, new SplittableRandom(8));
    int right = 0;
    try (FeatureExtractor classes = open("shapes-classes")) {
      float[][] rows = classes.of(images(scenes));
      for (int i = 0; i < rows.length; i++) {
        float[] row = rows[i];
        SceneRequest truth = scenes.get(i).truth();
        double error = 0;
        double sum = 0;
        for (int k = 0; k < row.length; k++) {
          double share = (double) truth.count(Kind.ALL.get(k)) / truth.objects().size();
          error += Math.abs(row[k] - share) / 2;
          sum += row[k];
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
        right += error < .1 ? 1 : 0;
      }
    }
    // The detector is learned: a few scenes puzzle it.
    assertThat(right).isGreaterThan(95 * scenes.size() / 100);
  }

  @Test
  void sharesAreExpectedCountsOverTheirSum() {
    float[] probabilities = new float[7 + Detections.SIZE];
    Kind often = Kind.ALL.get(3);
    Kind once = Kind.ALL.get(20);
    probabilities[Detections.start(7, often) + 10] = 1;
    probabilities[Detections.start(7, often) + 40] = .5f;
    probabilities[Detections.start(7, once) + 63] = .5f;
    float[] shares = ShapesClasses.shares(probabilities, 7);
    assertThat(shares[3]).isCloseTo(.75f, within(.005f));
    assertThat(shares[20]).isCloseTo(.25f, within(.005f));
  }

  @Test
  void bareGroundIsOfAllKindsAlike() {
    try (FeatureExtractor classes = open("shapes-classes");
        NDArray ground = manager.ones(shape(1)).mul(.9f)) {
      for (float share : classes.of(ground)[0]) {
        assertThat(share).isCloseTo(1 / 24f, within(.005f));
      }
    }
  }

  @Test
  void unknownNamesListTheKnown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureProviders.named("inception"))
        .withMessage("no features 'inception'; there are shapes-classes, shapes-features");
  }

  private static FeatureExtractor open(String name) {
    return FeatureProviders.named(name).open(Device.cpu());
  }

  private NDArray images(List<RenderedScene> scenes) {
    return RenderedScene.images(manager, scenes);
  }

  private static ai.djl.ndarray.types.Shape shape(int n) {
    return new ai.djl.ndarray.types.Shape(n, 3, RenderedScene.SIDE, RenderedScene.SIDE);
  }

  private static List<RenderedScene> scenes(int each, SplittableRandom random) {
    return RenderedScene.ofEachCategory(each, random);
  }
}
