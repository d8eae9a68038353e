package dev.prospector.driver.search;

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
  FID(
      "The Fréchet distance of all winners' features to those of true images, lower is better;"
          + " needs a model whose bundle names features and their statistics."),
  /** The Inception Score of class probabilities. */
  IS(
      "The Inception Score of all winners, higher is better; needs a model whose bundle names a"
          + " network of classes.");

  private final String description;

  Oracle(String description) {
    this.description = description;
  }

  /** What users type, of all oracles. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(Oracle::title).toList();
  }

  /** What it judges by, in a sentence for the help text. */
  public String description() {
    return description;
  }

  static Optional<Oracle> titled(String title) {
    return Arrays.stream(values()).filter(oracle -> oracle.title().equals(title)).findFirst();
  }

  /** The name users type. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
