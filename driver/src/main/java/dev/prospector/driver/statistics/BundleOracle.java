package dev.prospector.driver.statistics;

import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.Measures;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An oracle that chooses among a model's images by what its bundle measures them by.
 *
 * @param features reference of those that outcomes have to carry
 * @param selection who wins by them
 */
public record BundleOracle(String features, WinnerSelection selection) {

  /**
   * Lowest {@linkplain FrechetDistance FID} against the bundle's reference statistics.
   *
   * @param files whence its networks come
   * @throws IllegalArgumentException if the bundle names no features or statistics, or they don't
   *     go together
   */
  public static BundleOracle fid(ModelBundle bundle, HadoopFiles files) {
    Measures measures = bundle.measures();
    String features = named(bundle, measures.features(), "fid", "features");
    Path statistics = named(bundle, measures.statistics(), "fid", "features.statistics");
    Moments reference = ReferenceStatistics.read(statistics);
    int size = FeatureProviders.named(features, files).size();
    if (reference.size() != size) {
      throw new IllegalArgumentException(
          "%s: moments of vectors of %d numbers, expected %d as features %s have"
              .formatted(statistics, reference.size(), size, features));
    }
    return new BundleOracle(features, new OracleWinners(() -> OracleSelection.fid(reference)));
  }

  /**
   * Highest {@link InceptionScore} by the bundle's class probabilities.
   *
   * @param files whence its networks come
   * @throws IllegalArgumentException if the bundle names no classes
   */
  public static BundleOracle inceptionScore(ModelBundle bundle, HadoopFiles files) {
    String classes = named(bundle, bundle.measures().classes(), "is", "classes");
    int size = FeatureProviders.named(classes, files).size();
    return new BundleOracle(classes, new OracleWinners(() -> OracleSelection.inceptionScore(size)));
  }

  private static <T> T named(ModelBundle bundle, Optional<T> found, String oracle, String key) {
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "bundle %s names no %s, by which verifier '%s' chooses; expected key '%s' in %s"
                    .formatted(
                        bundle.name(),
                        key.replace("features.", ""),
                        oracle,
                        key,
                        bundle.directory().resolve(ModelBundle.MANIFEST))));
  }
}
