package dev.prospector.driver.curation.selection;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.curation.duplicate.Tile;
import dev.prospector.driver.curation.fact.Scenes;
import dev.prospector.driver.curation.selection.Selection.Method;
import dev.prospector.driver.curation.selection.Vectors.Seen;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
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
  void greedyTakesTheGreatestGainEachTime() throws Exception {
    List<Seen> seen = Vectors.some(300, 1);
    for (double weight : new double[] {0, .3, 1}) {
      Selection selection = new Selection(40, Method.GREEDY, weight, Optional.empty());
      Set<String> stay = stay(selection, Vectors.rows(seen, spark));
      assertThat(stay).isEqualTo(greedily(seen, 40, weight)).hasSize(40);
    }
  }

  @Test
  void greedyWithoutScoresIsAtMostTwiceAsFarFromAnyAsIsPossible() throws Exception {
    List<Seen> seen = Vectors.some(16, 2);
    Selection selection = new Selection(3, Method.GREEDY, 0, Optional.empty());
    Set<String> stay = stay(selection, Vectors.rows(seen, spark));
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < seen.size(); i++) {
      for (int j = 0; j < i; j++) {
        for (int k = 0; k < j; k++) {
          Set<String> three = Set.of(seen.get(i).uid(), seen.get(j).uid(), seen.get(k).uid());
          best = Math.min(best, radius(seen, three));
        }
      }
    }
    assertThat(radius(seen, stay)).isLessThanOrEqualTo(2 * best);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsChosenDoesNotDependOnPartitionsAndOrder(Method method) {
    Dataset<Row> rows = Vectors.rows(Vectors.some(500, 3), spark);
    Selection selection = new Selection(60, method, .4, Optional.of("the category"));
    List<Row> one = selection.sieve().judge(rows.coalesce(1)).orderBy(Columns.UID).collectAsList();
    Dataset<Row> other = rows.orderBy(col(Columns.UID).desc()).repartition(7);
    assertThat(selection.sieve().judge(other).orderBy(Columns.UID).collectAsList()).isEqualTo(one);
  }

  @ParameterizedTest
  @EnumSource
  void categoriesKeepTheirSharesAndTheNearestIsSaid(Method method) throws Exception {
    List<Seen> seen = Vectors.some(500, 4);
    Selection selection = new Selection(50, method, .4, Optional.of("the category"));
    Dataset<Row> judged = selection.sieve().judge(Vectors.rows(seen, spark));
    Map<String, JsonNode> went = went(judged);
    Map<String, Seen> byUid = new TreeMap<>();
    SortedMap<String, Integer> kept = new TreeMap<>();
    for (Seen one : seen) {
      byUid.put(one.uid(), one);
      if (!went.containsKey(one.uid())) {
        kept.merge(String.valueOf(one.category()), 1, Integer::sum);
      }
    }
    // Of 500 there are 250 a, 125 b and 125 of none, which comes first where shares are equal.
    assertThat(kept).isEqualTo(new TreeMap<>(Map.of("a", 25, "b", 12, "null", 13)));
    went.forEach(
        (uid, value) -> {
          Seen mine = byUid.get(uid);
          Seen nearest = byUid.get(value.get("nearest").textValue());
          assertThat(went).doesNotContainKey(nearest.uid());
          double cosine = Tile.cosine(mine.vector(), nearest.vector());
          assertThat(value.get("cosine").doubleValue()).isEqualTo(cosine);
          for (Seen other : seen) {
            boolean isIn =
                method == Method.K_MEANS
                    || String.valueOf(other.category()).equals(String.valueOf(mine.category()));
            if (isIn && !went.containsKey(other.uid())) {
              assertThat(Tile.cosine(mine.vector(), other.vector()))
                  .isLessThanOrEqualTo(cosine + 1e-6);
            }
          }
        });
  }

  @Test
  void ofClustersThatAreFarApartTheBestOfEachIsChosen() throws Exception {
    List<Seen> seen = Vectors.clusters(5, 40);
    Set<String> best = new TreeSet<>();
    for (int cluster = 0; cluster < 5; cluster++) {
      int at = cluster;
      best.add(
          seen.stream()
              .filter(one -> one.vector()[at] > .9)
              .max(Comparator.comparing(Seen::score))
              .orElseThrow()
              .uid());
    }
    Selection selection = new Selection(5, Method.K_MEANS, 0, Optional.empty());
    Set<String> stay = stay(selection, Vectors.rows(seen, spark));
    assertThat(stay).hasSize(5);
    Selection greedy = new Selection(5, Method.GREEDY, .5, Optional.empty());
    assertThat(stay(greedy, Vectors.rows(seen, spark))).isEqualTo(best);
  }

  @ParameterizedTest
  @EnumSource
  void allStayIfThereAreNotMoreAndThoseWithoutFeaturesGo(Method method) throws Exception {
    Dataset<Row> rows = Vectors.rows(Vectors.some(20, 6), spark);
    Selection selection = new Selection(20, method, .5, Optional.empty());
    assertThat(went(selection.sieve().judge(rows))).isEmpty();
    Dataset<Row> without =
        rows.withColumn(
            Columns.FEATURES, when(col(Columns.UID).notEqual("u000"), col(Columns.FEATURES)));
    Map<String, JsonNode> went = went(selection.sieve().judge(without));
    assertThat(went).containsOnlyKeys("u000");
    assertThat(went.get("u000").toString()).isEqualTo("{\"features\":null}");
  }

  @Test
  void sharesAreAsLargeAsTheirRemaindersSay() {
    SortedMap<String, Long> sizes = new TreeMap<>(Map.of("x", 7L, "y", 2L, "z", 1L));
    assertThat(Shares.of(sizes, 5)).isEqualTo(Map.of("x", 4, "y", 1, "z", 0));
    assertThat(Shares.of(sizes, 10)).isEqualTo(Map.of("x", 7, "y", 2, "z", 1));
    assertThat(Shares.of(sizes, 99)).isEqualTo(Map.of("x", 7, "y", 2, "z", 1));
    for (int number = 1; number <= 10; number++) {
      assertThat(Shares.of(sizes, number).values().stream().mapToInt(x -> x).sum())
          .isEqualTo(number);
    }
  }

  @Test
  void settingsThatMeanNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(0, Method.GREEDY, 0, Optional.empty()))
        .withMessage("number 0, expected 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Selection(1, Method.GREEDY, 1.5, Optional.empty()))
        .withMessage("weight 1.5, expected 0 to 1");
  }

  /** As the formula says, in double. */
  private static Set<String> greedily(List<Seen> seen, int number, double weight) {
    Set<String> chosen = new TreeSet<>();
    List<Seen> among = new ArrayList<>();
    while (chosen.size() < number) {
      Seen best = null;
      double most = Double.NEGATIVE_INFINITY;
      for (Seen one : seen) {
        double notBetter = seen.stream().filter(x -> x.score() <= one.score()).count();
        double nearest =
            among.stream().mapToDouble(x -> Tile.cosine(one.vector(), x.vector())).max().orElse(-1);
        double gain = weight * notBetter / seen.size() + (1 - weight) * (1 - nearest) / 2;
        if (!chosen.contains(one.uid()) && gain > most) {
          best = one;
          most = gain;
        }
      }
      chosen.add(best.uid());
      among.add(best);
    }
    return chosen;
  }

  /** How far the farthest is from the nearest of some. */
  private static double radius(List<Seen> seen, Set<String> chosen) {
    double radius = 0;
    for (Seen one : seen) {
      double nearest = Double.POSITIVE_INFINITY;
      for (Seen other : seen) {
        if (chosen.contains(other.uid())) {
          double cosine = Tile.cosine(one.vector(), other.vector());
          nearest = Math.min(nearest, Math.sqrt(Math.max(0, 2 - 2 * cosine)));
        }
      }
      radius = Math.max(radius, nearest);
    }
    return radius;
  }

  private static Set<String> stay(Selection selection, Dataset<Row> rows) {
    return new TreeSet<>(
        selection.sieve().judge(rows).where(col(Columns.VALUE).isNull()).collectAsList().stream()
            .map(row -> row.<String>getAs(Columns.UID))
            .toList());
  }

  private static Map<String, JsonNode> went(Dataset<Row> judged) throws Exception {
    Map<String, JsonNode> went = new TreeMap<>();
    for (Row row : judged.where(col(Columns.VALUE).isNotNull()).collectAsList()) {
      went.put(row.getAs(Columns.UID), JSON.readTree(row.<String>getAs(Columns.VALUE)));
    }
    return went;
  }
}
