package dev.prospector.executors.engine;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.image.InitImage;
import java.io.Serializable;

/**
 * Which model draws, and what.
 *
 * @param bundle an embedded bundle's name or a bundle's directory
 * @param size of the images; null for the bundle's own
 * @param negative what images are led away from where a prompt doesn't say so itself; empty for
 *     what the bundle has for no prompt
 * @param unloadsText whether the text encoder leaves the device once prompts are encoded, to make
 *     room for the denoiser
 * @param initImage where trajectories start; null for noise alone
 * @param trials in which precision images are drawn that are not final
 */
public record ModelSpec(
    String bundle,
    ImageSize size,
    String negative,
    boolean unloadsText,
    InitImage initImage,
    Trials trials)
    implements Serializable {

  /** With trials like final images. */
  public ModelSpec(
      String bundle, ImageSize size, String negative, boolean unloadsText, InitImage initImage) {
    this(bundle, size, negative, unloadsText, initImage, Trials.AS_FINAL);
  }

  /** With starts from noise. */
  public ModelSpec(String bundle, ImageSize size, String negative, boolean unloadsText) {
    this(bundle, size, negative, unloadsText, null);
  }

  /** With nothing but the bundle's own settings. */
  public ModelSpec(String bundle) {
    this(bundle, null, "", false);
  }

  /** The same with its bundle elsewhere. */
  ModelSpec drawnBy(String elsewhere) {
    return new ModelSpec(elsewhere, size, negative, unloadsText, initImage, trials);
  }

  /** The same with other trials. */
  public ModelSpec with(Trials others) {
    return new ModelSpec(bundle, size, negative, unloadsText, initImage, others);
  }

  /**
   * The model, checked, with the schedule that its starts have.
   *
   * @param files whence a remote bundle comes
   * @throws IllegalArgumentException if there is no such bundle, it is damaged, or it doesn't draw
   *     what is wanted
   */
  public ModelBundle resolve(HadoopFiles files) {
    return from(ModelBundle.of(bundle, size, files));
  }

  /** The same, to know what it is and to read prompts with it: remote weights stay away. */
  public ModelBundle described(HadoopFiles files) {
    return from(ModelBundle.described(bundle, size, files));
  }

  /** A bundle of its size with the schedule that its starts have. */
  ModelBundle from(ModelBundle found) {
    return initImage == null ? found : found.from(initImage.strength());
  }
}
