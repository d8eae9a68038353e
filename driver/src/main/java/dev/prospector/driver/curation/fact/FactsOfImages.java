package dev.prospector.driver.curation.fact;

import dev.prospector.driver.cluster.TaskGpu;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.engine.ImageFeatures;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.Image;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Looks at images, rows of a name and of a file's bytes.
 *
 * @param hasPixels whether to hash their pixels
 * @param hasHash whether to hash how they look
 * @param network name of the features; null for none
 * @param placement where that runs
 * @param batch images at a time; there always are as many, the last one more than once if need be,
 *     since a network may see the same image a little otherwise among more or fewer
 * @param conf how files are reached
 */
record FactsOfImages(
    boolean hasPixels,
    boolean hasHash,
    String network,
    Placement placement,
    int batch,
    SerializableConfiguration conf)
    implements FlatMapFunction<Iterator<Row>, Row> {

  /** An image and what is known of it. */
  private record Seen(String name, Image image) {}

  @Override
  public Iterator<Row> call(Iterator<Row> files) {
    List<Row> facts = new ArrayList<>();
    if (network == null) {
      files.forEachRemaining(file -> facts.add(facts(read(file), null)));
      return facts.iterator();
    }
    HadoopFiles reached = new HadoopFiles(conf.value());
    Optional<ImageSize> only = FeatureProviders.named(network, reached).imageSize();
    try (ImageFeatures features =
        ImageFeatures.open(network, placement.gpu(TaskGpu.address()), reached)) {
      List<Seen> waiting = new ArrayList<>();
      while (files.hasNext()) {
        Seen seen = read(files.next());
        if (!waiting.isEmpty() && (waiting.size() == batch || !isAlike(seen, waiting.get(0)))) {
          facts.addAll(described(waiting, features, only));
          waiting.clear();
        }
        waiting.add(seen);
      }
      facts.addAll(described(waiting, features, only));
    }
    return facts.iterator();
  }

  private static boolean isAlike(Seen one, Seen other) {
    return one.image().width() == other.image().width()
        && one.image().height() == other.image().height();
  }

  private static Seen read(Row file) {
    String name = file.getString(0);
    try {
      return new Seen(name, Image.of(file.<byte[]>getAs(1)));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: is no image (%s), expected a PNG or JPEG file".formatted(name, e.getMessage()));
    }
  }

  private List<Row> described(List<Seen> some, ImageFeatures features, Optional<ImageSize> only) {
    if (some.isEmpty()) {
      return List.of();
    }
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      Image image = some.get(Math.min(i, some.size() - 1)).image();
      images.add(only.map(size -> image.scaled(size.width(), size.height())).orElse(image));
    }
    float[][] vectors = features.of(images);
    List<Row> facts = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      double[] vector = new double[vectors[i].length];
      for (int k = 0; k < vector.length; k++) {
        vector[k] = vectors[i][k];
      }
      facts.add(facts(some.get(i), Direction.of(vector)));
    }
    return facts;
  }

  private Row facts(Seen seen, float[] direction) {
    return RowFactory.create(
        seen.name(),
        hasPixels ? pixels(seen.image()) : null,
        hasHash ? PerceptualHash.of(seen.image()) : null,
        direction);
  }

  /** The hash of width and height, four bytes each, and of red, green and blue from the top. */
  static String pixels(Image image) {
    MessageDigest digest = Checksums.sha256();
    digest.update(ByteBuffer.allocate(8).putInt(image.width()).putInt(image.height()).array());
    return HexFormat.of().formatHex(digest.digest(image.rgb()));
  }
}
