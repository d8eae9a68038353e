package dev.prospector.driver.curation.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.curation.duplicate.Planted.Seen;
import dev.prospector.driver.curation.fact.Scenes;
import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionsTest {
  private static final int PAIRS = 1_000;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = Scenes.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /**
   * Of the 10 pairs in 1,000 that may be missed no more than 20 are, which is three times sigma.
   */
  @ParameterizedTest
  @ValueSource(doubles = {.8, .9, .95, .99, .999})
  void pairsThatAreJustNearEnoughShareAKey(double cosine) {
    SplittableRandom random = new SplittableRandom(6);
    List<Seen> seen = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      float[] one = Planted.vector(random);
      float[] other = Planted.vector(random);
      double between = Tile.cosine(one, other);
      float[] near = new float[one.length];
      for (int i = 0; i < near.length; i++) {
        double across = (other[i] - between * one[i]) / Math.sqrt(1 - between * between);
        near[i] = (float) (cosine * one[i] + Math.sqrt(1 - cosine * cosine) * across);
      }
      seen.add(Planted.seen("a" + pair, one));
      seen.add(Planted.seen("b" + pair, near));
    }
    Map<String, Set<String>> keys = new HashMap<>();
    for (Row keyed :
        new Projections(cosine)
            .of(Planted.rows(seen, spark).select(Columns.UID, Columns.FEATURES))
            .collectAsList()) {
      keys.computeIfAbsent(keyed.getString(1), unused -> new HashSet<>()).add(keyed.getString(0));
    }
    int shared = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      keys.get("a" + pair).retainAll(keys.get("b" + pair));
      shared += keys.get("a" + pair).isEmpty() ? 0 : 1;
    }
    assertThat(shared).isGreaterThanOrEqualTo(PAIRS - 20);
  }
}
