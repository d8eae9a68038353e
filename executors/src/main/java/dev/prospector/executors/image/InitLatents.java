package dev.prospector.executors.image;

import ai.djl.Device;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.model.ImageEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The clean latents of the images that prompts start from. */
public final class InitLatents implements AutoCloseable {
  private final InitImage image;
  private final ImageSize size;
  private final ImageEncoder encoder;

  public InitLatents(InitImage image, ModelBundle bundle, Device device) {
    this.image = image;
    this.size = bundle.geometry().image();
    this.encoder = ImageEncoder.open(bundle, device);
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
    return encoder.latent(sha256, () -> pixels(file, sha256));
  }

  /** Why a prompt has no start, in a sentence; none if it has one. */
  public Optional<String> refusal(Prompt prompt) {
    try {
      of(prompt);
      return Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.of(e.getCause().getMessage());
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private float[] pixels(String file, String expected) {
    InitImageFile found;
    try {
      found = InitImageFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!found.sha256().equals(expected)) {
      throw new IllegalArgumentException(
          "%s: sha256 %s, expected %s: the image is not the one that the search began with"
              .formatted(file, found.sha256(), expected));
    }
    float[] pixels = new float[3 * size.height() * size.width()];
    found.image(size).copyTo(pixels, 0);
    return pixels;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
