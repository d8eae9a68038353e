package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python rendered and described the reference scenes; Java renders and describes others alike. */
class ReferenceFileTest {
  private static final Set<Kind> HELD_OUT =
      Set.of(
          new Kind(Colour.ORANGE, Shape.CROSS),
          new Kind(Colour.PURPLE, Shape.TRIANGLE),
          new Kind(Colour.GREEN, Shape.SQUARE));

  @ParameterizedTest
  @CsvSource({"shapes-features, mean", "shapes-classes, classes"})
  void holdsTheMeansOfTrainingScenes(String name, String key) {
    List<RenderedScene> scenes =
        RenderedScene.ofEachCategory(150, new SplittableRandom(1)).stream()
            .filter(ReferenceFileTest::trains)
            .toList();
    int n = scenes.size();
    List<Double> reference = reference().getDoubleList(key);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        FeatureExtractor features = FeatureProviders.named(name).open(Device.cpu());
        NDArray images = RenderedScene.images(manager, scenes)) {
      float[][] rows = features.of(images);
      for (int k = 0; k < reference.size(); k++) {
        double sum = 0;
        double squares = 0;
        for (float[] row : rows) {
          sum += row[k];
          squares += (double) row[k] * row[k];
        }
        double mean = sum / n;
        double error = Math.sqrt((squares / n - mean * mean) / n);
        assertThat(Math.abs(mean - reference.get(k)) / error).isLessThan(5);
      }
    }
  }

  /** Whether denoisers and match may have seen the like: no held-out kind in company of others. */
  private static boolean trains(RenderedScene scene) {
    Set<Kind> kinds = Set.copyOf(scene.truth().objects());
    return kinds.size() == 1 || kinds.stream().noneMatch(HELD_OUT::contains);
  }

  private static Config reference() {
    return ConfigFactory.parseFile(
        ModelBundle.of("shapes-b", HadoopFiles.ofClassPath())
            .measures()
            .statistics()
            .orElseThrow()
            .toFile());
  }
}
