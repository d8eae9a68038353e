package dev.prospector.executors.image;

import dev.prospector.executors.bundle.Geometry;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.model.ImageEncoder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The clean latents of the images that prompts start from. */
public final class InitLatents {
  private final InitImage image;
  private final Geometry geometry;
  private final ImageEncoder encoder;
  private final HadoopFiles files;

  /**
   * Binds an encoder to where a search's images are.
   *
   * @param geometry that images must have
   * @param files whence they come
   */
  public InitLatents(InitImage image, Geometry geometry, ImageEncoder encoder, HadoopFiles files) {
    this.image = image;
    this.geometry = geometry;
    this.encoder = encoder;
    this.files = files;
  }

  /**
   * The latent of a prompt's image, read and encoded when first asked for.
   *
   * @throws IllegalArgumentException if it is not the image that the driver found
   * @throws UncheckedIOException if it can't be read
   */
  public float[] of(Prompt prompt) {
    String file = prompt.columns().get(image.column());
    String sha256 = prompt.columns().get(InitImage.SHA256);
    if (file == null || sha256 == null) {
      throw new IllegalArgumentException(
          "prompt %s has the columns %s, expected %s and %s among them"
              .formatted(prompt.id(), prompt.columns().keySet(), image.column(), InitImage.SHA256));
    }
    return encoder.latent(sha256, geometry, () -> pixels(file, sha256));
  }

  /**
   * Why a prompt has no start, in a sentence; none if it has one.
   *
   * @throws UncheckedIOException if its image can't be read though it may be there, as when a store
   *     is away: nothing that another try would mend is held against a prompt
   */
  public Optional<String> refusal(Prompt prompt) {
    try {
      of(prompt);
      return Optional.empty();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileNotFoundException gone) {
        return Optional.of(gone.getMessage());
      }
      throw e;
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private float[] pixels(String file, String expected) {
    InitImageFile found;
    try {
      found = InitImageFile.read(file, files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!found.sha256().equals(expected)) {
      throw new IllegalArgumentException(
          "%s: sha256 %s, expected %s: the image is not the one that the search began with"
              .formatted(file, found.sha256(), expected));
    }
    ImageSize size = geometry.image();
    float[] pixels = new float[3 * size.height() * size.width()];
    found.image(size).copyTo(pixels, 0);
    return pixels;
  }
}
