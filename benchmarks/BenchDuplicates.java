import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.Duplicates.Method;
import dev.prospector.driver.curation.duplicate.Duplicates.Prefer;
import dev.prospector.driver.curation.duplicate.Tile;
import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Duplicates of images: what is found of those that were planted, and of those that comparing each
 * with each finds, among so many drawn images, a fifth of them made from others. docs/benchmarks.md
 * has the command.
 */
public final class BenchDuplicates {
  private static final StructType IMAGES =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.RUN, DataTypes.StringType)
          .add(Columns.IMAGE, new StructType().add("bytes", DataTypes.BinaryType));

  private static final String[] KINDS = {"copy", "noise", "scaled", "jpeg"};
  private static final int SIZE = 64;
  private static final Facts FACTS =
      new Facts(
          true, true, Optional.of(Features.network("shapes-features")), Placement.TOGETHER, 64);

  /** Whether two are, by their numbers. */
  private interface Near {
    boolean test(int i, int j);
  }

  public static void main(String[] args) {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("duplicates")
            .set("spark.kryo.registrationRequired", "false")
            .set("spark.sql.shuffle.partitions", "8");
    try (SparkSession spark =
        SparkSession.builder().config(Prospector.configure(conf)).getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      quality(Integer.parseInt(args[0]), spark);
    }
  }

  private static void quality(int n, SparkSession spark) {
    Row[] drawn = new Row[n];
    IntStream.range(0, n).parallel().forEach(i -> drawn[i] = image(i, n));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Dataset<Row> images =
        spark.createDataFrame(context.parallelize(Arrays.asList(drawn), 16), IMAGES);
    long began = System.nanoTime();
    Dataset<Row> rows = FACTS.add(images.drop(Columns.IMAGE), images).persist();
    rows.count();
    double seconds = (System.nanoTime() - began) * 1e-9;
    System.out.printf(
        Locale.ROOT, "%,d images looked at in %.1f s, %.0f/s%n%n", n, seconds, n / seconds);
    List<Row> facts =
        rows.select(Columns.UID, Columns.SHA256, Columns.PHASH, Columns.FEATURES).collectAsList();
    String[] sha = new String[n];
    long[] hash = new long[n];
    float[][] features = new float[n][];
    for (int i = 0; i < n; i++) {
      sha[i] = facts.get(i).getString(1);
      hash[i] = Long.parseUnsignedLong(facts.get(i).getString(2), 16);
      features[i] = Tile.vector(facts.get(i), 3);
    }
    System.out.println(
        "| method | go | each with each | recall | precision | copy | noise | scaled | jpeg |"
            + " others |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    Map<String, Duplicates> ways = new LinkedHashMap<>();
    ways.put("exact", exact());
    report(ways, rows, facts, (i, j) -> sha[i].equals(sha[j]));
    for (int bits : new int[] {0, 4, 8, 12}) {
      ways.clear();
      ways.put("perceptual, %d bits".formatted(bits), perceptual(bits));
      report(ways, rows, facts, (i, j) -> Long.bitCount(hash[i] ^ hash[j]) <= bits);
    }
    for (double least : new double[] {.999, .99, .98}) {
      ways.clear();
      for (Method method : Method.values()) {
        ways.put(
            "cosine %s, %s".formatted(least, method.name().toLowerCase(Locale.ROOT)),
            cosine(least, method));
      }
      report(ways, rows, facts, (i, j) -> Tile.cosine(features[i], features[j]) >= least);
    }
  }

  /** Ways that ought to find the same. */
  private static void report(
      Map<String, Duplicates> ways, Dataset<Row> rows, List<Row> facts, Near near) {
    Set<String> all = eachWithEach(facts, near);
    ways.forEach((name, by) -> report(name, gone(by, rows, rows.sparkSession()), all, facts));
  }

  private static void report(String name, Set<String> gone, Set<String> all, List<Row> facts) {
    long both = gone.stream().filter(all::contains).count();
    Map<String, Integer> kinds = new HashMap<>();
    gone.forEach(uid -> kinds.merge(uid.substring(8), 1, Integer::sum));
    StringBuilder line = new StringBuilder();
    for (String kind : KINDS) {
      long planted =
          facts.stream().filter(row -> row.getString(0).substring(8).equals(kind)).count();
      double share = kinds.getOrDefault(kind, 0) / (double) planted;
      line.append(String.format(Locale.ROOT, " %.3f |", share));
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.4f | %.4f |%s %d |%n",
        name,
        gone.size(),
        all.size(),
        all.isEmpty() ? 1 : both / (double) all.size(),
        gone.isEmpty() ? 1 : both / (double) gone.size(),
        line,
        kinds.getOrDefault("", 0));
  }

  /** Who goes by comparing each with each: all of a component but its first, by kind then name. */
  private static Set<String> eachWithEach(List<Row> facts, Near near) {
    int n = facts.size();
    int[][] later =
        IntStream.range(0, n)
            .parallel()
            .mapToObj(i -> IntStream.range(i + 1, n).filter(j -> near.test(i, j)).toArray())
            .toArray(int[][]::new);
    int[] component = IntStream.range(0, n).toArray();
    boolean isChanged = true;
    while (isChanged) { // Until the smallest number of each component has gone all the way round.
      isChanged = false;
      for (int i = 0; i < n; i++) {
        for (int j : later[i]) {
          int least = Math.min(component[i], component[j]);
          isChanged |= component[i] != component[j];
          component[i] = least;
          component[j] = least;
        }
      }
    }
    Map<Integer, List<String>> members = new HashMap<>();
    for (int i = 0; i < n; i++) {
      members
          .computeIfAbsent(component[i], unused -> new ArrayList<>())
          .add(facts.get(i).getString(0));
    }
    Set<String> gone = new HashSet<>();
    members
        .values()
        .forEach(
            all ->
                all.stream()
                    .sorted((a, b) -> order(a).compareTo(order(b)))
                    .skip(1)
                    .forEach(gone::add));
    return gone;
  }

  /** Scores prefer images that were not made from others, then the uid decides. */
  private static String order(String uid) {
    return (uid.length() == 8 ? "0" : "1") + uid;
  }

  private static Set<String> gone(Duplicates by, Dataset<Row> rows, SparkSession spark) {
    Set<String> gone = new HashSet<>();
    for (Sieve sieve : by.sieves(FACTS, Optional.empty(), spark)) {
      sieve
          .judge(rows)
          .where(col(Columns.VALUE).isNotNull())
          .select(Columns.UID)
          .collectAsList()
          .forEach(row -> gone.add(row.getString(0)));
    }
    return gone;
  }

  /** The last fifth are made from some of the first ones, in four ways. */
  private static Row image(int i, int n) {
    int first = n - n / 5;
    String kind = i < first ? "" : KINDS[i % KINDS.length];
    Image image = scene(i < first ? i : 3 * (i - first));
    byte[] bytes =
        switch (kind) {
          case "noise" -> noisy(image, i).png();
          case "scaled" -> image.scaled(SIZE * 3 / 4, SIZE * 3 / 4).png();
          case "jpeg" -> jpeg(image);
          default -> image.png();
        };
    return RowFactory.create(
        "%08d%s".formatted(i, kind),
        kind.isEmpty() ? 1.0 : 0.0,
        "2026-11-26",
        RowFactory.create((Object) bytes));
  }

  private static Image scene(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] rgb = new byte[3 * SIZE * SIZE];
    byte[] ground = new byte[3];
    random.nextBytes(ground);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = ground[i % 3];
    }
    for (int disc = 0; disc < 6; disc++) {
      double x = random.nextDouble() * SIZE;
      double y = random.nextDouble() * SIZE;
      double radius = (.1 + .2 * random.nextDouble()) * SIZE;
      byte[] colour = new byte[3];
      random.nextBytes(colour);
      for (int i = 0; i < SIZE * SIZE; i++) {
        if (Math.hypot(i % SIZE - x, i / SIZE - y) < radius) {
          System.arraycopy(colour, 0, rgb, 3 * i, 3);
        }
      }
    }
    return new Image(SIZE, SIZE, rgb);
  }

  private static Image noisy(Image image, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.max(0, Math.min(255, (rgb[i] & 0xFF) + random.nextInt(-6, 7)));
    }
    return new Image(SIZE, SIZE, rgb);
  }

  private static byte[] jpeg(Image image) {
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(image.png()));
      ImageIO.write(read, "jpg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Duplicates exact() {
    return by(true, Optional.empty(), Optional.empty(), Method.EXACT);
  }

  private static Duplicates perceptual(int bits) {
    return by(false, Optional.of(bits), Optional.empty(), Method.EXACT);
  }

  private static Duplicates cosine(double least, Method method) {
    return by(false, Optional.empty(), Optional.of(least), method);
  }

  private static Duplicates by(
      boolean exact, Optional<Integer> bits, Optional<Double> cosine, Method method) {
    return new Duplicates(exact, bits, cosine, method, Prefer.SCORE, List.of());
  }
}
