package dev.prospector.executors.engine;

import ai.djl.Device;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an engine's parts run.
 *
 * @param devices {@code cpu} or {@code gpu} by the name of a bundle's part or of a verifier; what
 *     is not named is on the task's own device
 * @param decodeTile side of the decoder's tiles in pixels; 0 to decode images whole
 */
public record Placement(Map<String, String> devices, int decodeTile) implements Serializable {
  /** Everything on the task's device, images decoded whole. */
  public static final Placement TOGETHER = new Placement(Map.of(), 0);

  /** The parts of a bundle that can be told where to run. */
  static final Set<String> PARTS = Set.of("text_encoder", "denoiser", "decoder");

  private static final Set<String> DEVICES = Set.of("cpu", "gpu");

  public Placement {
    devices = new TreeMap<>(devices);
    devices.forEach(
        (name, device) -> {
          if (!DEVICES.contains(device)) {
            throw new IllegalArgumentException(
                "devices.%s was '%s', expected cpu or gpu".formatted(name, device));
          }
        });
  }

  /**
   * Holds its names against what there is.
   *
   * @throws IllegalArgumentException if one is neither a part's nor a used verifier's
   */
  public void requireKnown(Iterable<String> verifiers) {
    Set<String> known = new TreeSet<>(PARTS);
    verifiers.forEach(known::add);
    for (String name : devices.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "devices.%s: nothing of that name is in use, expected one of %s"
                .formatted(name, String.join(", ", known)));
      }
    }
  }

  /** The device of a part or a verifier, in a task that has this one. */
  Device device(String name, Device own) {
    return "cpu".equals(devices.get(name)) ? Device.cpu() : own;
  }
}
