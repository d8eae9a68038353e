import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.Duplicates.Method;
import dev.prospector.driver.curation.duplicate.Duplicates.Prefer;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.fact.Facts;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.selection.Selection;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.executors.engine.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How fast duplicates are found among so many rows of facts that were made up, a tenth of them near
 * others, and the exponent with which time grows from a smaller number to a larger.
 * docs/benchmarks.md has the command.
 */
public final class BenchDuplicatesSpeed {
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

  /** Rows have facts already. */
  private static final Facts FACTS =
      new Facts(true, true, Optional.of(Features.column(Columns.FEATURES)), Placement.TOGETHER, 1);

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
      speed(Integer.parseInt(args[0]), Integer.parseInt(args[1]), spark);
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
      String name,
      Duplicates by,
      Dataset<Row> rows,
      int n,
      boolean isWarm,
      Map<String, Double> before) {
    timed(name, n, isWarm, before, () -> gone(by, rows));
  }

  private static void timed(
      String name, int n, boolean isWarm, Map<String, Double> before, LongSupplier work) {
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
          Locale.ROOT,
          "| %s | %,d | %.1f | %,.0f | %d | %s |%n",
          name,
          n,
          seconds,
          n / seconds,
          gone,
          exponent);
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

  private static long gone(Duplicates by, Dataset<Row> rows) {
    long gone = 0;
    for (Sieve sieve : by.sieves(FACTS, Optional.empty(), rows.sparkSession())) {
      gone += sieve.judge(rows).where(col(Columns.VALUE).isNotNull()).count();
    }
    return gone;
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
