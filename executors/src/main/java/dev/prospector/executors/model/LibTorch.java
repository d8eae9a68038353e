package dev.prospector.executors.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import java.nio.file.Path;
import java.util.OptionalInt;

/** libtorch in this JVM. */
public final class LibTorch {
  private static final String THREADS = "ai.djl.pytorch.num_threads";

  private LibTorch() {}

  /**
   * Says how many threads a call may use, before libtorch is loaded: as many as a task has cores.
   * One is what OMP_NUM_THREADS says anyway, and a setting of the user's own is stronger.
   */
  public static void threads(int cores) {
    if (cores > 1 && System.getProperty(THREADS) == null) {
      System.setProperty(THREADS, Integer.toString(cores));
    }
  }

  /**
   * Loads libtorch unless it is there already.
   *
   * @return its version
   * @throws ai.djl.engine.EngineException if it can't be loaded; the message says what is missing
   */
  public static String pytorch() {
    return Engine.getEngine("PyTorch").getVersion();
  }

  /** Where DJL unpacks it: beside the temporary files where this user's home can't be written. */
  public static Path cache() {
    return Utils.getEngineCacheDir("pytorch");
  }

  /** DJL's version; loads nothing. */
  public static String djl() {
    return Engine.getDjlVersion();
  }

  /**
   * The device of a task.
   *
   * @param gpu the address that the cluster manager gave it; empty for the CPU
   */
  public static Device device(OptionalInt gpu) {
    return gpu.isPresent() ? Device.gpu(gpu.getAsInt()) : Device.cpu();
  }

  /**
   * Says that a device is missing before libtorch says so in its own words.
   *
   * @throws IllegalStateException if it is a GPU that libtorch does not find
   */
  public static void requireThere(Device device) {
    if (device.isGpu() && device.getDeviceId() >= gpus()) {
      throw new IllegalStateException(
          "Spark gave this task GPU %d, and libtorch finds %s; expected libtorch for CUDA on the executors (docs/gpu.md), or --device all=cpu"
              .formatted(device.getDeviceId(), gpus() == 0 ? "none" : "only " + gpus()));
    }
  }

  /** How many GPUs libtorch sees; 0 without CUDA. */
  public static int gpus() {
    return Engine.getEngine("PyTorch").getGpuCount();
  }
}
