package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import dev.prospector.executors.bundle.BundleStore;
import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Setting;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of a verifier that is a bundle.
 *
 * @param bundle its directory; also what says that a verifier is a bundle
 * @param sha256 of its manifest; empty for any
 * @param device {@code cpu} or {@code gpu}; empty for the task's
 * @param batch images at a time; empty for the bundle's
 */
public record BundleOptions(
    @Setting(
            label = "DIR",
            help =
                "Where the bundle lies: a URI, or a path on the driver's machine and every executor's.")
        String bundle,
    @Setting(
            label = "SHA256",
            unset = "any",
            help = "What the bundle's manifest must have; a run records it.")
        Optional<String> sha256,
    @Setting(
            words = {"cpu", "gpu"},
            label = "cpu|gpu",
            unset = "where the denoiser is",
            help = "Where it runs.")
        Optional<String> device,
    @Setting(min = 1, max = 4_096, label = "N", unset = "the bundle's", help = "Images at a time.")
        OptionalInt batch) {

  /** The option that says where the bundle lies. */
  public static final String BUNDLE = "bundle";

  /**
   * Reads them.
   *
   * @param verifier whose they are
   * @throws IllegalArgumentException if one is unknown, missing or wrong
   */
  static BundleOptions of(String verifier, Map<String, String> options) {
    return new Options(owner(verifier), options).read(BundleOptions.class);
  }

  private static String owner(String verifier) {
    return "verifier '%s'".formatted(verifier);
  }

  /** With what a run has to find again. */
  BundleOptions completed(VerifierBundle found) {
    return new BundleOptions(
        BundleStore.isRemote(bundle)
            ? bundle
            : found.directory().toAbsolutePath().normalize().toString(),
        Optional.of(found.fingerprint()),
        device,
        batch);
  }

  /**
   * Makes sure that the bundle here is the one that a run began with, or that the driver saw.
   *
   * @throws IllegalArgumentException if it is another
   */
  void requireSame(String verifier, VerifierBundle found) {
    if (!sha256.orElse(found.fingerprint()).equals(found.fingerprint())) {
      throw new IllegalArgumentException(
          "%s: %s has sha256 %s, expected %s: another bundle than the one that the run began with"
              .formatted(
                  owner(verifier),
                  found.directory().resolve(VerifierBundle.MANIFEST),
                  found.fingerprint(),
                  sha256.get()));
    }
  }

  /**
   * Where it runs.
   *
   * @param task the device of the task, which counts if nothing else is said
   * @throws IllegalArgumentException if that is to be a GPU, and the task has none
   */
  Device device(String verifier, Device task) {
    if (device.equals(Optional.of("cpu"))) {
      return Device.cpu();
    }
    if (device.isPresent() && !task.isGpu()) {
      throw new IllegalArgumentException(
          "device of %s was gpu, expected cpu, since this task was given no GPU"
              .formatted(owner(verifier)));
    }
    return task;
  }
}
