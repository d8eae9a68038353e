package dev.prospector.executors.engine;

import ai.djl.engine.Engine;

/** libtorch in this JVM. */
public final class Natives {
  private Natives() {}

  /**
   * Loads libtorch unless it is there already.
   *
   * @return its version
   * @throws ai.djl.engine.EngineException if it can't be loaded; the message says what is missing
   */
  public static String pytorch() {
    return Engine.getEngine("PyTorch").getVersion();
  }

  /** DJL's version; loads nothing. */
  public static String djl() {
    return Engine.getDjlVersion();
  }

  /** How many GPUs libtorch sees; 0 without CUDA. */
  public static int gpus() {
    return Engine.getEngine("PyTorch").getGpuCount();
  }
}
