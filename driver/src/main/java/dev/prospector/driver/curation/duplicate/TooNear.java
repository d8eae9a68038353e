package dev.prospector.driver.curation.duplicate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Verdicts;
import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Takes out images that are near others, unless they are of those. Images without the fact stay.
 */
record TooNear<F>(Likeness<F> likeness, Others others) implements Sieve {

  @Override
  public String rule() {
    return "duplicate of %s: %s".formatted(others.words(), likeness.words());
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    String fact = likeness.fact();
    Dataset<Row> among = facts(others.of(rows), fact);
    Dataset<Row> held = facts(rows, fact).join(among, new String[] {Columns.UID}, "left_anti");
    Nearness<F> nearness = likeness.nearness();
    String key = others.key();
    JavaRDD<Row> went =
        likeness
            .neighbours()
            .nearest(held, among)
            .map(found -> verdict(found, key, nearness))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return Verdicts.add(rows, went);
  }

  private static Dataset<Row> facts(Dataset<Row> rows, String fact) {
    return rows.where(rows.col(fact).isNotNull()).select(Columns.UID, fact);
  }

  private static Row verdict(
      Tuple2<String, Tuple2<String, Double>> found, String key, Nearness<?> nearness) {
    ObjectNode value = JsonNodeFactory.instance.objectNode().put(key, found._2()._1());
    nearness.say(found._2()._2(), value);
    return RowFactory.create(found._1(), value.toString());
  }
}
