package dev.prospector.executors.engine;

import ai.djl.Device;
import java.io.Serializable;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where an engine's parts run.
 *
 * @param devices {@code cpu} or {@code gpu} by the name of a bundle's part or of a verifier, or by
 *     {@code all} for those that are not named and what passes between them; what is not named then
 *     is on the task's own device
 * @param decodeTile side of the decoder's tiles in pixels; 0 to decode images whole
 */
public record Placement(Map<String, String> devices, int decodeTile) implements Serializable {
  /** Everything on the task's device, images decoded whole. */
  public static final Placement TOGETHER = new Placement(Map.of(), 0);

  /** The parts of a bundle that can be told where to run. */
  static final Set<String> PARTS = Set.of("text_encoder", "denoiser", "decoder");

  /** Names what has no name of its own there. */
  static final String ALL = "all";

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
   * @throws IllegalArgumentException if one is neither a part's nor a used verifier's, nor all
   */
  public void requireKnown(Iterable<String> verifiers) {
    Set<String> known = new TreeSet<>(PARTS);
    known.add(ALL);
    verifiers.forEach(known::add);
    for (String name : devices.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "devices.%s: nothing of that name is in use, expected one of %s"
                .formatted(name, String.join(", ", known)));
      }
    }
  }

  /** The GPU of what has no name, in a task that has this one; empty if that is on the CPU. */
  public OptionalInt gpu(OptionalInt task) {
    return "cpu".equals(devices.get(ALL)) ? OptionalInt.empty() : task;
  }

  /** The device of a part, a verifier or {@link #ALL}, in a task that has this one. */
  Device device(String name, Device task) {
    return "cpu".equals(devices.getOrDefault(name, devices.get(ALL))) ? Device.cpu() : task;
  }
}
