package dev.prospector.executors.bundle;

import java.util.Optional;

/** How a bundle's network is guided. */
public enum GuidanceType {
  /** By extrapolating from an unconditional prediction (Ho and Salimans 2022). */
  CLASSIFIER_FREE,
  /** Likewise, though the network was distilled to draw without. */
  DISTILLED,
  /** By a network that was distilled to take the scale as an input (Meng et al. 2023). */
  EMBEDDED;

  /** The scale that somebody who asks for this one means. */
  public double meant(double asked) {
    return this == DISTILLED && asked == 0 ? 1 : asked;
  }

  /** What they should know, since diffusers means something else by it; empty if it does not. */
  public Optional<String> note(double asked) {
    if (this == DISTILLED && asked == 0) {
      return Optional.of(
          "guidance 0 is taken as 1, which is none: the model was distilled to draw without");
    }
    if (this == DISTILLED && asked != 1) {
      return Optional.of(
          "guidance %s is what diffusers calls true_cfg_scale; its guidance_scale means nothing to this model"
              .formatted(asked));
    }
    return this == CLASSIFIER_FREE && asked == 0
        ? Optional.of("guidance 0 draws without the prompt; diffusers' guidance_scale 0 is 1 here")
        : Optional.empty();
  }
}
