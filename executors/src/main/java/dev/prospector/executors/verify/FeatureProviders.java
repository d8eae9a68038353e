package dev.prospector.executors.verify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The feature networks on the class path, by name. */
public final class FeatureProviders {
  private static final Services<FeatureProvider> FOUND =
      new Services<>(FeatureProvider.class, FeatureProvider::name, "features", "features");

  private FeatureProviders() {}

  /** All of them, sorted by name. */
  public static Map<String, FeatureProvider> all() {
    return FOUND.all();
  }

  /**
   * The one of this name on the class path, or the bundle in this directory.
   *
   * @throws IllegalArgumentException if there is none of this name, and the message lists those
   *     there are; or if the bundle is missing or damaged
   */
  public static FeatureProvider named(String reference) {
    boolean isName = reference.matches("[a-z0-9_-]+") && !Files.isDirectory(Path.of(reference));
    return isName ? FOUND.named(reference) : BundleFeatures.of(reference);
  }
}
