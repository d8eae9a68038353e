package dev.prospector.driver.curation.sieve;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.curation.Curator;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules against what they say, of rows in lists. */
class SievedTest {
  private static final StructType SCHEMA =
      new StructType()
          .add(Columns.UID, DataTypes.StringType)
          .add(Columns.PROMPT_ID, DataTypes.StringType)
          .add("category", DataTypes.StringType)
          .add(Columns.SCORE, DataTypes.DoubleType);

  private static SparkSession spark;

  /** A row. */
  private record Image(String uid, String prompt, String category, Double score) {
    static final Comparator<Image> BEST_FIRST =
        Comparator.comparing((Image image) -> -image.score()).thenComparing(Image::uid);
  }

  @BeforeAll
  static void open() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("sieves");
    spark =
        SparkSession.builder()
            .config(Curator.configure(conf.set("spark.sql.shuffle.partitions", "3")))
            .getOrCreate();
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  /** Scores of few values, so that many are equal. */
  private static List<Image> images() {
    SplittableRandom random = new SplittableRandom(11);
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      images.add(
          new Image(
              "%08x".formatted(random.nextInt()),
              "prompt " + random.nextInt(60),
              random.nextInt(9) == 0 ? null : "category " + random.nextInt(4),
              random.nextInt(10) == 0 ? null : random.nextInt(20) / 20.0));
    }
    return images;
  }

  private static Dataset<Row> rows(List<Image> images, int partitions) {
    List<Row> rows =
        images.stream()
            .map(one -> RowFactory.create(one.uid(), one.prompt(), one.category(), one.score()))
            .toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(context.parallelize(rows, partitions), SCHEMA);
  }

  private static List<String> left(String rule, List<Image> images) {
    List<String> seen = null;
    for (int partitions : new int[] {1, 7}) {
      try (Sieved sieved = new Sieved(rows(images, partitions))) {
        sieved.judge(List.of(Sieves.of(rule)));
        List<String> left = uids(sieved.kept());
        assertThat(uids(sieved.rejected()).size() + left.size()).isEqualTo(images.size());
        assertThat(seen == null || seen.equals(left)).isTrue();
        seen = left;
      }
    }
    return seen;
  }

  private static List<String> uids(Dataset<Row> rows) {
    return rows.select(Columns.UID).collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static List<String> uids(List<Image> images, Predicate<Image> stays) {
    return images.stream().filter(stays).map(Image::uid).sorted().toList();
  }

  /** The best of each group, so many as a rule leaves of its size. */
  private static List<String> best(
      List<Image> images, Function<Image, String> group, Function<Integer, Long> number) {
    return images.stream()
        .collect(
            Collectors.groupingBy(
                one -> String.valueOf(group.apply(one)), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(
            all ->
                all.stream()
                    .filter(one -> one.score() != null)
                    .sorted(Image.BEST_FIRST)
                    .limit(number.apply(all.size())))
        .map(Image::uid)
        .sorted()
        .toList();
  }

  @Test
  void anExpressionMustBeTrue() {
    List<Image> images = images();
    assertThat(left("score > 0.5 and category <> 'category 2'", images))
        .isEqualTo(
            uids(
                images,
                one ->
                    one.score() != null
                        && one.score() > 0.5
                        && one.category() != null
                        && !one.category().equals("category 2")));
  }

  @Test
  void theBestShareOfEachGroupStays() {
    List<Image> images = images();
    assertThat(left("score in top 30 % by category", images))
        .isEqualTo(best(images, Image::category, size -> (long) Math.ceil(size * .3)));
    assertThat(left("score in top 30 %", images))
        .isEqualTo(best(images, one -> "", size -> (long) Math.ceil(size * .3)));
  }

  @Test
  void aColumnThatIsCalledAsTheNightIsHasToBeMeant() {
    Dataset<Row> rows = rows(images(), 2).withColumn("day", col(Columns.PROMPT_ID));
    assertThatThrownBy(() -> Sieves.of("at most 2 per day").judge(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`day` for the sources' column");
    long went = Sieves.of("at most 2 per `day`").judge(rows).where("value is not null").count();
    assertThat(went)
        .isEqualTo(
            Sieves.of("at most 2 per prompt").judge(rows).where("value is not null").count());
  }

  @Test
  void aGroupKeepsAtMostSoMany() {
    List<Image> images = images().stream().filter(one -> one.score() != null).toList();
    assertThat(left("at most 2 per prompt", images))
        .isEqualTo(best(images, Image::prompt, size -> 2L));
  }

  /** Each rule joins its verdicts to the rows: without more, plans would double with every rule. */
  @Test
  void planOfTwelveRulesIsNotLargerThanOfOne() {
    List<Sieve> rules = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int number = i;
      rules.add(
          new Sieve() {
            @Override
            public String rule() {
              return "rule " + number;
            }

            @Override
            public Dataset<Row> judge(Dataset<Row> rows) {
              return Verdicts.add(
                  rows, rows.limit(1).select(Columns.UID, Columns.PROMPT_ID).toJavaRDD());
            }
          });
    }
    try (Sieved sieved = new Sieved(rows(images(), 3))) {
      sieved.judge(rules);
      assertThat(sieved.kept().count()).isEqualTo(300 - 12);
      assertThat(sieved.rejected().count()).isEqualTo(12);
      assertThat(sieved.kept().queryExecution().analyzed().collectLeaves().size()).isEqualTo(1);
    }
  }
}
