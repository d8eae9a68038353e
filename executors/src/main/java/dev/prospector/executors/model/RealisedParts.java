package dev.prospector.executors.model;

import ai.djl.Device;
import dev.prospector.executors.bundle.ModelBundle;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Those of a bundle's parts that it has with weights of another type too, in memory. They stand in
 * for {@link ModelParts}' own; the others of a model stay what they are.
 */
public final class RealisedParts implements AutoCloseable {
  private final Map<String, TorchModule> modules = new TreeMap<>();

  private RealisedParts() {}

  /**
   * Loads them. The caller closes them.
   *
   * @param devices by part
   * @throws IllegalArgumentException if the bundle has none of that type, or a file is not
   *     TorchScript
   */
  public static RealisedParts load(
      ModelBundle bundle, String dtype, Function<String, Device> devices) {
    RealisedParts parts = new RealisedParts();
    try {
      bundle
          .realisation(dtype)
          .forEach(
              (part, file) -> parts.modules.put(part, TorchModule.load(file, devices.apply(part))));
      return parts;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** A part, or the one that stands in its place. */
  TorchModule orElse(String part, TorchModule own) {
    return modules.getOrDefault(part, own);
  }

  @Override
  public void close() {
    modules.values().forEach(TorchModule::close);
  }
}
