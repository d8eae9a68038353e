package dev.prospector.driver.curation.fact;

import dev.prospector.driver.api.Prospector;
import dev.prospector.executors.image.Image;
import java.util.SplittableRandom;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Images that differ, and what becomes of them on their way through the world. */
public final class Scenes {
  private Scenes() {}

  /** A session as commands have it, with data frames. */
  public static SparkSession session() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("curation")
            .set("spark.ui.enabled", "false")
            .set("spark.kryo.registrationRequired", "false")
            .set("spark.sql.shuffle.partitions", "3");
    return SparkSession.builder().config(Prospector.configure(conf)).getOrCreate();
  }

  /** Some discs of any colour on a ground of any colour. */
  public static Image scene(long seed, int width, int height) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] rgb = new byte[3 * width * height];
    int[] ground = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ground[i % 3];
    }
    for (int disc = 0; disc < 6; disc++) {
      double x = random.nextDouble() * width;
      double y = random.nextDouble() * height;
      double radius = (.1 + .2 * random.nextDouble()) * width;
      int[] colour = {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
      for (int i = 0; i < width * height; i++) {
        int row = i / width;
        if (Math.hypot(i % width - x, row - y) < radius) {
          for (int channel = 0; channel < 3; channel++) {
            rgb[3 * i + channel] = (byte) colour[channel];
          }
        }
      }
    }
    return new Image(width, height, rgb);
  }

  /** The same with so much more or less light at each pixel and channel. */
  public static Image noisy(Image image, int most, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      int value = (rgb[i] & 0xFF) + random.nextInt(-most, most + 1);
      rgb[i] = (byte) Math.max(0, Math.min(255, value));
    }
    return new Image(image.width(), image.height(), rgb);
  }
}
