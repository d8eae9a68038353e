package dev.prospector.executors.verify.catalog;

import ai.djl.Device;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cosine between the features of an image and those of the x₀-prediction from which it was
 * drawn on (Ma et al. 2025, arXiv 2501.09732, section 3.1 and figure 5: DINO or CLIP features,
 * prediction at σ = .4). It looks at no prompt: it prefers noises whose sampling knows early where
 * it goes.
 */
public final class SelfSupervised implements VerifierProvider {
  private static final String FEATURES = "features";
  private static final String FINGERPRINT = "sha256";
  private static final String DEFAULT = "shapes-features";

  @Override
  public String name() {
    return "self";
  }

  @Override
  public String description() {
    return "cosine between features of the early prediction and of the image, -1 to 1; sees no prompt";
  }

  @Override
  public boolean looksEarly() {
    return true;
  }

  /**
   * Its one option, {@code features}, names a {@link FeatureProvider}. The {@code sha256} of one
   * that is a bundle is added, so that executors and resumed runs take no other.
   */
  @Override
  public Map<String, String> prepare(Map<String, String> options) {
    for (String option : options.keySet()) {
      if (!option.equals(FEATURES) && !option.equals(FINGERPRINT)) {
        throw new IllegalArgumentException(
            "verifier '%s' has no option '%s'; it has %s".formatted(name(), option, FEATURES));
      }
    }
    Map<String, String> prepared = new TreeMap<>();
    prepared.put(FEATURES, FeatureProviders.located(options.getOrDefault(FEATURES, DEFAULT)));
    provider(options).fingerprint().ifPresent(sha256 -> prepared.put(FINGERPRINT, sha256));
    return prepared;
  }

  @Override
  public Verifier open(Device device, Map<String, String> options) {
    return new Agreement(provider(options).open(device));
  }

  private static FeatureProvider provider(Map<String, String> options) {
    FeatureProvider provider = FeatureProviders.named(options.getOrDefault(FEATURES, DEFAULT));
    String found = provider.fingerprint().orElse("");
    String expected = options.getOrDefault(FINGERPRINT, found);
    if (!expected.equals(found)) {
      throw new IllegalArgumentException(
          "verifier 'self': features %s have sha256 %s, expected %s: others than those that the run began with"
              .formatted(provider.name(), found, expected));
    }
    return provider;
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
