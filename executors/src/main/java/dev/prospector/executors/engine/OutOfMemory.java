package dev.prospector.executors.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells libtorch's complaints about memory from its others; DJL has one exception for all. */
final class OutOfMemory {
  /** Of the CUDA and CPU allocators, the standard library, cuBLAS and cuDNN. */
  private static final Pattern MESSAGE =
      Pattern.compile("out of memory|can't allocate memory|bad_alloc|CU\\w+_STATUS_ALLOC_FAILED");

  private OutOfMemory() {}

  /** The line that says so, if that is what it is about. */
  static Optional<String> in(EngineException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> MESSAGE.matcher(line).find())
        .map(String::strip)
        .findFirst();
  }

  /**
   * Gives back what libtorch keeps of freed tensors, in case it is in pieces that are too small.
   */
  static void release(Device device) {
    if (device.isGpu()) {
      JniUtils.emptyCudaCache();
    }
  }
}
