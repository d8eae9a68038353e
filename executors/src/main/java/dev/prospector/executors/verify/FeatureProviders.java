package dev.prospector.executors.verify;

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
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  public static FeatureProvider named(String name) {
    return FOUND.named(name);
  }
}
