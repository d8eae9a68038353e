package dev.prospector.executors.verify.catalog;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.InnerDirectory;
import dev.prospector.executors.settings.Registry;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.bundle.BundleFeatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The feature networks on the class path, by name. */
public final class FeatureProviders {
  private static final Registry<FeatureProvider> FEATURES =
      new Registry<>(FeatureProvider.class, "features");

  private FeatureProviders() {}

  /** Those on the class path, sorted by name. */
  public static Map<String, FeatureProvider> all() {
    return FEATURES.all();
  }

  /**
   * The one of this name on the class path, the bundle in this directory, or the one inside a
   * model's bundle that an {@link InnerDirectory} names.
   *
   * @param files whence a model's bundle comes
   * @throws IllegalArgumentException if there is none of this name, and the message lists those
   *     there are; or if the bundle is missing or damaged
   */
  public static FeatureProvider named(String reference, HadoopFiles files) {
    return isName(reference) ? FEATURES.named(reference) : BundleFeatures.of(reference, files);
  }

  /** The same, with files {@linkplain HadoopFiles#ofClassPath as the class path says}. */
  public static FeatureProvider named(String reference) {
    return named(reference, HadoopFiles.ofClassPath());
  }

  /** The same reference for processes that work in another directory: a bundle's is absolute. */
  public static String located(String reference) {
    return isName(reference) || InnerDirectory.of(reference).isPresent()
        ? reference
        : Path.of(reference).toAbsolutePath().normalize().toString();
  }

  private static boolean isName(String reference) {
    return reference.matches("[a-z0-9_-]+") && !Files.isDirectory(Path.of(reference));
  }
}
