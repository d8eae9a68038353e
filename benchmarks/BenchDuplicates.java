import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.Duplicates.Method;
import dev.prospector.driver.curation.duplicate.Duplicates.Prefer;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.duplicate.Tile;
import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.selection.Selection;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
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
 * Duplicates of images: what is found of those that were planted and of those that comparing each
 * with each finds, and how fast. docs/benchmarks.md has the command.
 *
 * <p>{@code quality N}: N drawn images, a fifth of them made from others. {@code speed N M}: so many
 * rows of facts that were made up, a tenth of them near others, and the exponent with which time
 * grows between.
 */
public final class BenchDuplicates {
  private static final StructType IMAGES =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.RUN, DataTypes.StringType)
          .add(Columns.IMAGE, new StructType().add("bytes", DataTypes.BinaryType));

  private static final StructType MADE_UP =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.SCORE, DataTypes.DoubleType)
          .add(Columns.RUN, DataTypes.StringType)
          .add(Columns.SHA256, DataTypes.StringType)
          .add(Columns.PHASH, DataTypes.StringType)
          .add(Columns.FEATURES, DataTypes.createArrayType(DataTypes.FloatType))
          .add(Columns.PROMPT_ID, DataTypes.StringType)
          .add(Columns.PROMPT, DataTypes.StringType)
          .add("place", DataTypes.LongType);

  private static final String[] KINDS = {"copy", "noise", "scaled", "jpeg"};
  private static final int SIZE = 64;
  private static final Facts FACTS =
      new Facts(
          true, true, Optional.of(Features.network("shapes-features")), Placement.TOGETHER, 64);

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
      if (args[0].equals("quality")) {
        quality(Integer.parseInt(args[1]), spark);
      } else {
        speed(Integer.parseInt(args[1]), Integer.parseInt(args[2]), spark);
      }
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
        "| method | go | each with each | recall | precision | copy | noise | scaled | jpeg | others |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    report("exact", exact(), rows, facts, (i, j) -> sha[i].equals(sha[j]));
    for (int bits : new int[] {0, 4, 8, 12}) {
      report(
          "perceptual, %d bits".formatted(bits),
          perceptual(bits),
          rows,
          facts,
          (i, j) -> Long.bitCount(hash[i] ^ hash[j]) <= bits);
    }
    for (double least : new double[] {.999, .99, .95}) {
      for (Method method : Method.values()) {
        report(
            "cosine %s, %s".formatted(least, method.name().toLowerCase(Locale.ROOT)),
            cosine(least, method),
            rows,
            facts,
            (i, j) -> Tile.cosine(features[i], features[j]) >= least);
      }
    }
  }

  private static void report(
      String name, Duplicates by, Dataset<Row> rows, List<Row> facts, BiPredicate<Integer, Integer> near) {
    Set<String> gone = gone(by, rows, rows.sparkSession());
    Set<String> all = eachWithEach(facts, near);
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
  private static Set<String> eachWithEach(List<Row> facts, BiPredicate<Integer, Integer> near) {
    int n = facts.size();
    List<List<Integer>> neighbours =
        IntStream.range(0, n)
            .parallel()
            .mapToObj(
                i -> IntStream.range(0, n).filter(j -> j != i && near.test(i, j)).boxed().toList())
            .toList();
    Set<String> gone = new HashSet<>();
    boolean[] isSeen = new boolean[n];
    for (int i = 0; i < n; i++) {
      List<Integer> component = new ArrayList<>(isSeen[i] ? List.of() : List.of(i));
      isSeen[i] = true;
      for (int at = 0; at < component.size(); at++) {
        for (int j : neighbours.get(component.get(at))) {
          if (!isSeen[j]) {
            isSeen[j] = true;
            component.add(j);
          }
        }
      }
      component.stream()
          .map(j -> facts.get(j).getString(0))
          .sorted((a, b) -> order(a).compareTo(order(b)))
          .skip(1)
          .forEach(gone::add);
    }
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

  private static void speed(int small, int large, SparkSession spark) {
    Map<String, Double> before = new HashMap<>();
    System.out.printf("| method | rows | seconds | rows/s | go | exponent |%n");
    System.out.println("| --- | --- | --- | --- | --- | --- |");
    for (int n : new int[] {small, small, large}) { // The first warms up.
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      Dataset<Row> rows =
          spark.createDataFrame(context.parallelize(madeUp(n), 16), MADE_UP).persist();
      rows.count();
      boolean isWarm = n == large || before.containsKey("exact");
      time("exact", exact(), rows, n, isWarm, before);
      time("perceptual, 4 bits", perceptual(4), rows, n, isWarm, before);
      time("perceptual, 8 bits", perceptual(8), rows, n, isWarm, before);
      time("cosine .95, exact", cosine(.95, Method.EXACT), rows, n, isWarm, before);
      time("cosine .95, lsh", cosine(.95, Method.LSH), rows, n, isWarm, before);
      timed(
          "prompts, similarity .8",
          n,
          isWarm,
          before,
          () -> new PromptDuplicates(Optional.of(.8)).of(rows, "place").count());
      Selection greedy = new Selection(n / 20, Selection.Method.GREEDY, .5, Optional.empty());
      timed(
          "greedy, a twentieth",
          n,
          isWarm,
          before,
          () -> greedy.sieve().judge(rows).where(col(Columns.VALUE).isNotNull()).count());
      rows.unpersist();
    }
  }

  private static void time(
      String name, Duplicates by, Dataset<Row> rows, int n, boolean isWarm, Map<String, Double> before) {
    timed(name, n, isWarm, before, () -> (long) gone(by, rows, rows.sparkSession()).size());
  }

  private static void timed(
      String name,
      int n,
      boolean isWarm,
      Map<String, Double> before,
      java.util.function.LongSupplier work) {
    long began = System.nanoTime();
    long gone = work.getAsLong();
    double seconds = (System.nanoTime() - began) * 1e-9;
    Double last = before.put(name, seconds / n);
    Double rows = before.put(name + " rows", (double) n);
    if (isWarm) {
      String exponent =
          last == null || rows == n
              ? ""
              : String.format(
                  Locale.ROOT, "%.2f", 1 + Math.log(seconds / n / last) / Math.log(n / rows));
      System.out.printf(
          Locale.ROOT, "| %s | %,d | %.1f | %,.0f | %d | %s |%n", name, n, seconds, n / seconds, gone, exponent);
    }
  }

  private static List<Row> madeUp(int n) {
    SplittableRandom random = new SplittableRandom(n);
    List<Row> rows = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    List<Long> hashes = new ArrayList<>();
    List<String> prompts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      boolean isNear = i > 0 && i % 10 == 0;
      int from = isNear ? random.nextInt(i) : 0;
      float[] vector = isNear ? vectors.get(from).clone() : new float[64];
      double square = 0;
      for (int k = 0; k < vector.length; k++) {
        double step =
            Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                * Math.cos(2 * Math.PI * random.nextDouble());
        vector[k] += (float) (isNear ? .02 * step : step);
        square += (double) vector[k] * vector[k];
      }
      Float[] unit = new Float[vector.length];
      for (int k = 0; k < vector.length; k++) {
        vector[k] /= (float) Math.sqrt(square);
        unit[k] = vector[k];
      }
      long hash = isNear ? hashes.get(from) ^ 1L << random.nextInt(64) : random.nextLong();
      String[] words = new String[12];
      for (int w = 0; w < words.length; w++) {
        words[w] = Long.toString(random.nextLong(36L * 36 * 36 * 36), 36);
      }
      String prompt = isNear ? prompts.get(from) + " again" : String.join(" ", words);
      vectors.add(vector);
      hashes.add(hash);
      prompts.add(prompt);
      String uid = "%016x%016x".formatted(random.nextLong(), i);
      rows.add(
          RowFactory.create(
              uid,
              random.nextDouble(),
              "2026-11-26",
              isNear && i % 20 == 0 ? rows.get(from).getString(3) : uid,
              "%016x".formatted(hash),
              unit,
              uid.substring(0, 20),
              prompt,
              (long) i));
    }
    return rows;
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
