package dev.prospector.executors.verify.bundle;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The options of a verifier that is a bundle. */
public record BundleOptions(String verifier, Map<String, String> options) {
  /** The bundle's directory. It also says that a verifier is a bundle. */
  public static final String BUNDLE = "bundle";

  private static final String FINGERPRINT = "sha256";
  private static final String DEVICE = "device";
  private static final String BATCH = "batch";
  private static final int MOST = 4_096;

  /**
   * Checks them, and completes them by what a run has to find again.
   *
   * @throws IllegalArgumentException if one is unknown or wrong, or the bundle is not the one that
   *     the options were completed with
   */
  Map<String, String> complete(VerifierBundle bundle) {
    Map<String, String> completed = new TreeMap<>();
    for (String option : options.keySet()) {
      switch (option) {
        case BUNDLE -> {}
        case FINGERPRINT -> requireSame(bundle);
        case DEVICE -> completed.put(DEVICE, deviceType());
        case BATCH -> completed.put(BATCH, Integer.toString(batch(bundle)));
        default ->
            throw new IllegalArgumentException(
                "verifier '%s' has no option '%s'; it has bundle, device and batch"
                    .formatted(verifier, option));
      }
    }
    completed.put(BUNDLE, bundle.directory().toAbsolutePath().normalize().toString());
    completed.put(FINGERPRINT, bundle.fingerprint());
    return completed;
  }

  /** That the bundle here is the one that a run began with, or that the driver saw. */
  void requireSame(VerifierBundle bundle) {
    String expected = options.getOrDefault(FINGERPRINT, bundle.fingerprint());
    if (!expected.equals(bundle.fingerprint())) {
      throw new IllegalArgumentException(
          "verifier '%s': %s has sha256 %s, expected %s: another bundle than the one that the run began with"
              .formatted(
                  verifier,
                  Path.of(bundle.directory().toString(), VerifierBundle.MANIFEST),
                  bundle.fingerprint(),
                  expected));
    }
  }

  /**
   * Where it runs.
   *
   * @param task the device of the task, which counts if nothing else is said
   */
  Device device(Device task) {
    if (!options.containsKey(DEVICE)) {
      return task;
    }
    if (deviceType().equals("cpu")) {
      return Device.cpu();
    }
    if (!task.isGpu()) {
      throw wrong(DEVICE, "cpu, since this task was given no GPU");
    }
    return task;
  }

  int batch(VerifierBundle bundle) {
    String text = options.getOrDefault(BATCH, Integer.toString(bundle.batch()));
    try {
      int batch = Integer.parseInt(text);
      if (batch >= 1 && batch <= MOST) {
        return batch;
      }
    } catch (NumberFormatException e) {
      // Reported below, as what is out of range is.
    }
    throw wrong(BATCH, "an integer from 1 to " + MOST);
  }

  private String deviceType() {
    String device = options.get(DEVICE);
    if (!device.equals("cpu") && !device.equals("gpu")) {
      throw wrong(DEVICE, "cpu or gpu");
    }
    return device;
  }

  private IllegalArgumentException wrong(String option, String expected) {
    return new IllegalArgumentException(
        "verifier option '%s.%s' was '%s', expected %s"
            .formatted(verifier, option, options.get(option), expected));
  }
}
