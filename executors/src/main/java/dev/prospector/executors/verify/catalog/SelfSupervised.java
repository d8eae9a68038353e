package dev.prospector.executors.verify.catalog;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Setting;
import dev.prospector.executors.settings.Settings;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cosine between the features of an image and those of the x₀-prediction from which it was
 * drawn on (Ma et al. 2025, arXiv 2501.09732, section 3.1 and figure 5: DINO or CLIP features,
 * prediction at σ = .4). It looks at no prompt: it prefers noises whose sampling knows early where
 * it goes.
 */
public final class SelfSupervised implements VerifierProvider {

  /**
   * Its options.
   *
   * @param features by their name or their bundle's directory
   * @param sha256 of those that are a bundle; empty for any
   */
  private record Chosen(
      @Setting(
              by = "shapes-features",
              label = "NAME|DIR",
              help = "Features, built in or a bundle's directory.")
          String features,
      @Setting(
              label = "SHA256",
              unset = "any",
              help = "What features that are a bundle must have; a run records it.")
          Optional<String> sha256) {

    static Chosen of(Map<String, String> options) {
      return new Options("verifier 'self'", options).read(Chosen.class);
    }

    FeatureProvider provider() {
      FeatureProvider provider = FeatureProviders.named(features);
      String found = provider.fingerprint().orElse("");
      String expected = sha256.orElse(found);
      if (!expected.equals(found)) {
        throw new IllegalArgumentException(
            "verifier 'self': features %s have sha256 %s, expected %s: others than those that the run began with"
                .formatted(provider.name(), found, expected));
      }
      return provider;
    }
  }

  @Override
  public String name() {
    return "self";
  }

  @Override
  public String description() {
    return "cosine between features of the early prediction and of the image, -1 to 1; sees no prompt";
  }

  /** That of its features. */
  @Override
  public Optional<ImageSize> imageSize(Map<String, String> options) {
    return Chosen.of(options).provider().imageSize();
  }

  @Override
  public boolean looksEarly() {
    return true;
  }

  @Override
  public List<Key> options() {
    return Settings.keys(Chosen.class);
  }

  /**
   * The {@code sha256} of features that are a bundle is added, so that executors and resumed runs
   * take no other.
   */
  @Override
  public Map<String, String> prepare(Map<String, String> options) {
    Chosen chosen = Chosen.of(options);
    String located = FeatureProviders.located(chosen.features());
    return Options.of(new Chosen(located, chosen.provider().fingerprint()));
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return new Agreement(Chosen.of(options).provider().open(device));
  }

  private record Agreement(FeatureExtractor features) implements Verifier {

    @Override
    public double[] score(Samples samples) {
      float[][] early = features.of(samples.early());
      float[][] last = features.of(samples.images());
      double[] scores = new double[last.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = cosine(early[i], last[i]);
      }
      return scores;
    }

    @Override
    public void close() {
      features.close();
    }
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    // Rounding may carry it past 1 by a unit in the last place.
    return Math.max(-1, Math.min(1, product / Math.sqrt(squareA * squareB)));
  }
}
