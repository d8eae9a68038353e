package dev.prospector.jobs.config;

import dev.prospector.executors.image.InitImage;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which model draws, and what.
 *
 * @param bundle an embedded bundle's name, or a bundle's directory
 * @param height of the images in pixels; empty for the bundle's own
 * @param width likewise
 * @param negativePrompt what images are led away from; empty for nothing in particular
 * @param unloadTextEncoder whether the text encoder leaves the device once prompts are encoded
 * @param initImage where trajectories start; empty for noise alone
 */
public record ModelConfig(
    String bundle,
    OptionalInt height,
    OptionalInt width,
    String negativePrompt,
    boolean unloadTextEncoder,
    Optional<InitImage> initImage) {

  public ModelConfig {
    Objects.requireNonNull(bundle, "bundle");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
    Objects.requireNonNull(initImage, "initImage");
  }
}
