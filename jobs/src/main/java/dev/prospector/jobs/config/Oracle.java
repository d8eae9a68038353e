package dev.prospector.jobs.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Oracles: they judge a set of images against a reference, so that winners are chosen over all
 * prompts of a wave together (Ma et al. 2025, section 3.1, "Oracle Verifier").
 */
public enum Oracle {
  /** The Fréchet distance of features. */
  FID,
  /** The Inception Score of class probabilities. */
  IS;

  /** Their names. */
  static List<String> names() {
    return Arrays.stream(values()).map(Oracle::title).toList();
  }

  static Optional<Oracle> named(String name) {
    return Arrays.stream(values()).filter(oracle -> oracle.title().equals(name)).findFirst();
  }

  /** The name users type. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
