package dev.prospector.executors.verify;

import java.util.Map;

/** The verifiers on the class path, by name. */
public final class Verifiers {
  private static final Services<VerifierProvider> FOUND =
      new Services<>(VerifierProvider.class, VerifierProvider::name, "verifier", "verifiers");

  private Verifiers() {}

  /** All of them, sorted by name. */
  public static Map<String, VerifierProvider> all() {
    return FOUND.all();
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  public static VerifierProvider named(String name) {
    return FOUND.named(name);
  }
}
