package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.curation.fact.Scenes;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PromptDuplicatesTest {
  private static final StructType PROMPTS =
      new StructType()
          .add(Columns.PROMPT_ID, DataTypes.StringType)
          .add(Columns.PROMPT, DataTypes.StringType)
          .add("seen first", DataTypes.LongType);

  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void sameWordsAreTheSameWhateverCasePunctuationAndForm() {
    assertThat(normalised("  A  red\tcircle. ")).isEqualTo("a red circle");
    assertThat(normalised("a_red-circle!")).isEqualTo("a red circle");
    assertThat(normalised("Ａ ｒｅｄ ｃｉｒｃｌｅ")).isEqualTo("a red circle");
    assertThat(normalised("caf\u00E9")).isEqualTo(normalised("CAFE\u0301"));
    assertThat(normalised("C++")).isNotEqualTo(normalised("C"));
    assertThat(normalised("❤")).isNotEqualTo(normalised("★"));
    assertThat(normalised("?")).isNotEqualTo(normalised("!"));
    Dataset<Row> prompts =
        prompts("A red circle", "two circles", "a red circle.", "a RED circle", "two squares");
    assertThat(rows(new PromptDuplicates(Optional.empty()).of(prompts, "seen first")))
        .containsExactly(RowFactory.create("2", "0", 1.0), RowFactory.create("3", "0", 1.0));
  }

  @Test
  void theIndexIsThatOfTheSetsOfRuns() {
    List<String> texts = texts(60);
    Jaccard jaccard = new Jaccard(.5);
    for (String one : texts) {
      for (String other : texts) {
        assertThat(jaccard.between(Shingles.of(one), Shingles.of(other)))
            .isCloseTo(similarity(one, other), within(1e-12));
      }
    }
  }

  @Test
  void nearlyAllThatAreSimilarGoAndNothingElse() {
    double least = .7;
    List<String> texts = texts(2_000);
    List<Set<String>> runs = texts.stream().map(PromptDuplicatesTest::runs).toList();
    Forest forest = new Forest();
    Set<String> similar = new TreeSet<>();
    for (int i = 0; i < texts.size(); i++) {
      forest.add();
      for (int j = 0; j < i; j++) {
        if (similarity(runs.get(i), runs.get(j)) >= least) {
          forest.join(i, j);
        }
      }
    }
    for (int i = 0; i < texts.size(); i++) {
      if (forest.root(i) != i) {
        similar.add(Integer.toString(i));
      }
    }
    PromptDuplicates duplicates = new PromptDuplicates(Optional.of(least));
    Dataset<Row> prompts = prompts(texts.toArray(String[]::new));
    List<Row> found = rows(duplicates.of(prompts, "seen first"));
    Set<String> ids = new HashSet<>();
    found.forEach(row -> ids.add(row.getString(0)));
    assertThat(similar).containsAll(ids);
    assertThat(ids.size() / (double) similar.size()).isGreaterThan(.99);
    for (Row row : found) {
      int goes = Integer.parseInt(row.getString(0));
      int stays = Integer.parseInt(row.getString(1));
      assertThat(stays).isLessThan(goes);
      assertThat(row.getDouble(2))
          .isCloseTo(similarity(texts.get(goes), texts.get(stays)), within(1e-12));
    }
    Dataset<Row> shuffled = prompts.orderBy(col(Columns.PROMPT).desc()).repartition(5);
    assertThat(rows(duplicates.of(shuffled, "seen first"))).isEqualTo(found);
  }

  @Test
  void atMostOneInAHundredIsMissedWhereTextsAreJustSimilarEnough() {
    for (double similarity = .05; similarity < 1; similarity += .05) {
      int rows = MinHash.of(similarity).rows();
      assertThat(MinHash.missed(similarity, rows)).isLessThanOrEqualTo(.01);
      assertThat(MinHash.missed(similarity, rows + 1)).isGreaterThan(.01);
    }
  }

  @Test
  void aSimilarityThatMeansNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PromptDuplicates(Optional.of(0.0)))
        .withMessage("similarity 0.0, expected 0.05 to 1");
  }

  private static String normalised(String text) {
    return Shingles.normalised(text);
  }

  private static double similarity(String one, String other) {
    return similarity(runs(one), runs(other));
  }

  /** Of runs as texts. */
  private static double similarity(Set<String> one, Set<String> other) {
    long both = one.stream().filter(other::contains).count();
    return both / (double) (one.size() + other.size() - both);
  }

  private static Set<String> runs(String text) {
    Set<String> runs = new HashSet<>();
    for (int i = 0; i + 5 <= Math.max(5, text.length()); i++) {
      runs.add(text.substring(i, Math.min(text.length(), i + 5)));
    }
    return runs;
  }

  /** Sentences of some of many words, a third of them earlier ones with a word changed. */
  private static List<String> texts(int n) {
    SplittableRandom random = new SplittableRandom(5);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      String[] words = new String[8 + random.nextInt(8)];
      for (int k = 0; k < words.length; k++) {
        words[k] = word(random);
      }
      if (i > 0 && i % 3 == 0) {
        words = texts.get(random.nextInt(i)).split(" ", -1);
        words[random.nextInt(words.length)] = word(random);
      }
      texts.add(String.join(" ", words));
    }
    return texts;
  }

  private static String word(SplittableRandom random) {
    return Long.toString(random.nextLong(36 * 36 * 36), 36) + "qx";
  }

  private static Dataset<Row> prompts(String... texts) {
    List<Row> rows = new ArrayList<>();
    for (String text : texts) {
      rows.add(RowFactory.create(Integer.toString(rows.size()), text, (long) rows.size()));
    }
    return spark.createDataFrame(rows, PROMPTS);
  }

  private static List<Row> rows(Dataset<Row> found) {
    return found.orderBy(col(Columns.PROMPT_ID).cast("int")).collectAsList();
  }
}
