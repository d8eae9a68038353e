package dev.prospector.driver.api;

import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import java.util.Optional;

/**
 * The images that a search draws, as those that are to look at them ask for them.
 *
 * @param bundle its name
 */
record DrawnImages(String bundle, ImageSize size) {

  /** Those of a model. */
  static DrawnImages of(ModelBundle bundle) {
    return new DrawnImages(bundle.name(), bundle.geometry().image());
  }

  /** Whether they suit whoever takes only this size, or any. */
  boolean suit(Optional<ImageSize> only) {
    return only.isEmpty() || only.get().equals(size);
  }

  /** Why they don't; empty if they do. */
  Optional<String> difference(String who, Optional<ImageSize> only) {
    return suit(only)
        ? Optional.empty()
        : Optional.of(
            "%s takes images of %s only, and bundle '%s' draws %s"
                .formatted(who, only.get(), bundle, size));
  }

  /** The same with what would do. */
  Optional<String> refusal(String who, Optional<ImageSize> only) {
    return difference(who, only)
        .map(
            why ->
                why
                    + "; expected one that takes any size, such as a verifier bundle"
                    + " (docs/verifiers.md)");
  }
}
