package dev.prospector.driver.statistics;

import dev.prospector.executors.engine.ImageFeatures;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Moments of the features of all images in a folder: reference statistics in the making. */
public final class FolderMoments {
  private static final int BATCH = 16;

  /** Of a batch, so that sixteen photographs need no gigabytes. */
  private static final long PIXELS = 1 << 24;

  private final ImageFeatures features;
  private final List<Image> batch = new ArrayList<>();
  private Path first;

  /** Null of no image. */
  private Moments moments;

  private FolderMoments(ImageFeatures features) {
    this.features = features;
  }

  /**
   * Describes the PNG and JPEG files of a folder in the order of their names; what else is there is
   * passed over. Images of different sizes are none of a batch.
   *
   * @return of 2 images or more
   * @throws IllegalArgumentException if there are fewer, one can't be read, or the network doesn't
   *     take its size; the message names the file
   * @throws IOException if the folder can't be listed
   */
  public static Moments of(Path folder, ImageFeatures features) throws IOException {
    List<Path> files = files(folder);
    if (files.size() < 2) {
      throw new IllegalArgumentException(
          "%s: images (.png, .jpg, .jpeg) in it were %d, expected 2 or more"
              .formatted(folder, files.size()));
    }
    FolderMoments all = new FolderMoments(features);
    for (Path file : files) {
      all.add(file, read(file));
    }
    all.describe();
    return all.moments;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + ": no such folder, expected one of images");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(FolderMoments::isImage).sorted().toList();
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.matches("[^.].*\\.(png|jpe?g)") && Files.isRegularFile(file);
  }

  private static Image read(Path file) throws IOException {
    try {
      return Image.of(Files.readAllBytes(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: can't be read (%s), expected PNG or JPEG".formatted(file, e.getMessage()), e);
    }
  }

  private void add(Path file, Image image) {
    if (!batch.isEmpty() && !fits(image)) {
      describe();
    }
    if (batch.isEmpty()) {
      first = file;
    }
    batch.add(image);
  }

  private boolean fits(Image image) {
    Image other = batch.get(0);
    long pixels = (batch.size() + 1L) * image.width() * image.height();
    return image.width() == other.width()
        && image.height() == other.height()
        && batch.size() < BATCH
        && pixels <= PIXELS;
  }

  private void describe() {
    try {
      Moments more = Moments.of(features.of(batch));
      moments = moments == null ? more : moments.plus(more);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %dx%d pixels, which the features don't take (%s)"
              .formatted(first, batch.get(0).width(), batch.get(0).height(), e.getMessage()),
          e);
    }
    batch.clear();
  }
}
