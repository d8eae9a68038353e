import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.xxhash64;

import dev.prospector.driver.curation.Curator;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Sieved;
import dev.prospector.driver.curation.sieve.Sieves;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.Table;
import dev.prospector.driver.record.CommittedFile;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How fast rules are asked and a version's tables written, over so many rows that were made up, the
 * exponent with which time grows, and the largest heap of this process, which is driver and
 * executors in one. docs/benchmarks.md has the command.
 */
public final class BenchSieves {
  private static final List<String> RULES =
      List.of(
          "score > 0.1",
          "scores.match > 0.2 and category <> 'c3'",
          "gain >= 0 and agreement >= 0.5",
          "score in top 50 % by category",
          "at most 1 per prompt");

  public static void main(String[] args) throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("sieves");
    try (SparkSession spark =
        SparkSession.builder().config(Curator.configure(conf)).getOrCreate()) {
      spark.sparkContext().setLogLevel("ERROR");
      System.out.println("| rows | left | seconds | rows/s | exponent | largest heap |");
      System.out.println("| --- | --- | --- | --- | --- | --- |");
      work(Integer.parseInt(args[0]), spark); // Warms up.
      double before = 0;
      double rows = 0;
      for (String arg : args) {
        int n = Integer.parseInt(arg);
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        long began = System.nanoTime();
        long left = work(n, spark);
        double seconds = (System.nanoTime() - began) * 1e-9;
        String exponent =
            before == 0
                ? ""
                : String.format(Locale.ROOT, "%.2f", Math.log(seconds / before) / Math.log(n / rows));
        System.out.printf(
            Locale.ROOT,
            "| %,d | %,d | %.1f | %,.0f | %s | %,d MB |%n",
            n,
            left,
            seconds,
            n / seconds,
            exponent,
            heap());
        before = seconds;
        rows = n;
      }
    }
  }

  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == java.lang.management.MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  private static long work(int n, SparkSession spark) throws Exception {
    java.nio.file.Path target = Files.createTempDirectory("sieves");
    try (Sieved sieved = new Sieved(madeUp(n, spark))) {
      List<Sieve> sieves = RULES.stream().map(Sieves::of).toList();
      sieved.judge(sieves);
      long left = sieved.stages().get(RULES.size() - 1).rows();
      write(sieved.kept(), left, target, "kept");
      write(sieved.rejected(), n - left, target, "rejected");
      return left;
    } finally {
      try (Stream<java.nio.file.Path> files = Files.walk(target)) {
        files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
      }
    }
  }

  private static void write(Dataset<Row> rows, long count, java.nio.file.Path target, String name) {
    List<CommittedFile> unused =
        Table.write(rows, Columns.UID, count, 100_000, new Path(target.toUri()), name, false);
  }

  /** Four images for each prompt. */
  private static Dataset<Row> madeUp(int n, SparkSession spark) {
    Column id = col("id").cast("string");
    Column prompt = col("id").divide(4).cast("long").cast("string");
    return spark
        .range(0, n, 1, 16)
        .select(
            substring(sha2(id, 256), 1, 32).as(Columns.UID),
            substring(sha2(prompt, 256), 1, 20).as(Columns.PROMPT_ID),
            concat(lit("a picture of the thing that is called "), prompt).as(Columns.PROMPT),
            pmod(col("id"), lit(4)).plus(1).cast("int").as(Columns.RANK),
            share("score").as(Columns.SCORE),
            struct(share("match").as("match"), share("score").as("detector")).as(Columns.SCORES),
            share("first").as(Columns.FIRST_SCORE),
            share("score").minus(share("first")).as(Columns.GAIN),
            share("agreement").as(Columns.AGREEMENT),
            col("id").as(Columns.SEED),
            concat(lit("[{\"op\":\"fresh\",\"seed\":"), id, lit("}]")).as(Columns.LINEAGE),
            lit("[{\"from\":1.0,\"to\":0.0,\"steps\":30}]").as(Columns.LEGS),
            lit(1920L).as(Columns.NFE),
            lit("2026-11-26").as(Columns.RUN),
            lit("prompts.jsonl").as(Columns.SOURCE),
            col("id").plus(1).as(Columns.LINE),
            concat(lit("c"), pmod(col("id"), lit(7)).cast("string")).as("category"));
  }

  private static Column share(String of) {
    return pmod(xxhash64(col("id"), lit(of)), lit(1_000_003L)).divide(1_000_003.0);
  }
}
