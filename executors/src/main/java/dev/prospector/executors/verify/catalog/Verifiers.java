package dev.prospector.executors.verify.catalog;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.settings.Registry;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.bundle.BundleOptions;
import dev.prospector.executors.verify.bundle.BundleVerifier;
import java.util.Map;

/** The verifiers on the class path, by name. */
public final class Verifiers {
  private static final Registry<VerifierProvider> VERIFIERS =
      new Registry<>(VerifierProvider.class, "verifier");

  private Verifiers() {}

  /** All of them, sorted by name. */
  public static Map<String, VerifierProvider> all() {
    return VERIFIERS.all();
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  public static VerifierProvider named(String name) {
    return VERIFIERS.named(name);
  }

  /**
   * The one of this name on the class path or, if there is none and the options say where a bundle
   * lies, that.
   *
   * @param options its own, without its name
   * @param files whence the bundle comes if it lies behind a URI
   * @throws IllegalArgumentException if there is neither, or the bundle is missing or damaged
   */
  public static VerifierProvider named(
      String name, Map<String, String> options, HadoopFiles files) {
    VerifierProvider found = all().get(name);
    if (found == null && options.containsKey(BundleOptions.BUNDLE)) {
      return BundleVerifier.of(name, options.get(BundleOptions.BUNDLE), files);
    }
    return found == null ? named(name) : found;
  }
}
