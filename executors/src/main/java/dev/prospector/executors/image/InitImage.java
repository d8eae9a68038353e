package dev.prospector.executors.image;

import java.io.Serializable;
import java.util.Objects;

/**
 * That trajectories start from images, not from noise alone.
 *
 * @param column of the prompts, with the path or URI of each one's image
 * @param strength the share of the whole trajectory that is walked, above 0, 1 at most: how far the
 *     result may be from the image
 */
public record InitImage(String column, double strength) implements Serializable {

  /** The prompts' column with the hash of each one's image, as the driver found it. */
  public static final String SHA256 = "init_image_sha256";

  public InitImage {
    Objects.requireNonNull(column, "column");
  }
}
