package dev.prospector.executors.verify;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The verifiers on the class path, by name. */
public final class Verifiers {
  private Verifiers() {}

  /** All of them, sorted by name. */
  public static Map<String, VerifierProvider> all() {
    Map<String, VerifierProvider> found = new TreeMap<>();
    for (VerifierProvider provider : ServiceLoader.load(VerifierProvider.class)) {
      VerifierProvider twin = found.put(provider.name(), provider);
      if (twin != null) {
        throw new IllegalStateException(
            "two verifiers are called '%s': %s and %s"
                .formatted(
                    provider.name(), twin.getClass().getName(), provider.getClass().getName()));
      }
    }
    return found;
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  public static VerifierProvider named(String name) {
    Map<String, VerifierProvider> all = all();
    VerifierProvider provider = all.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "no verifier '%s'; there are %s".formatted(name, String.join(", ", all.keySet())));
    }
    return provider;
  }
}
