package dev.prospector.executors.verify;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.settings.Provider;
import java.util.Optional;

/**
 * Names a {@link FeatureExtractor} and opens it. Found by {@link java.util.ServiceLoader}, as
 * verifiers are.
 */
public interface FeatureProvider extends Provider {

  /** Numbers in a vector. */
  int size();

  /** One line for the help text: what a vector holds and in which range. */
  @Override
  String description();

  /** The only size of images that it describes; empty if it describes any. */
  default Optional<ImageSize> imageSize() {
    return Optional.empty();
  }

  /** What stands for its files, so that a run finds the same again; empty if it is built in. */
  default Optional<String> fingerprint() {
    return Optional.empty();
  }

  /** Bytes of the files that {@link #open} loads; 0 if they are few. */
  default long bytes() {
    return 0;
  }

  /** Loads what it needs onto the device. The caller closes it. Tasks may share it. */
  FeatureExtractor open(Device device);
}
