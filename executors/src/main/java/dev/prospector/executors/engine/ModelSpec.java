package dev.prospector.executors.engine;

import dev.prospector.executors.model.PictureSize;
import java.io.Serializable;

/**
 * Which model draws, and what.
 *
 * @param bundle an embedded bundle's name or a bundle's directory
 * @param size of the pictures; null for the bundle's own
 * @param negative what pictures are led away from where a prompt doesn't say so itself; empty for
 *     what the bundle has for no prompt
 * @param unloadsText whether the text encoder leaves the device once prompts are encoded, to make
 *     room for the denoiser
 */
public record ModelSpec(String bundle, PictureSize size, String negative, boolean unloadsText)
    implements Serializable {

  /** With nothing but the bundle's own settings. */
  public ModelSpec(String bundle) {
    this(bundle, null, "", false);
  }
}
