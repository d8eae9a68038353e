package dev.prospector.driver.curation.duplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Finds the nearest other of each row of key, name, fact and whether it is an other, sorted by key,
 * others first.
 *
 * @param <F> a fact
 */
record NearestInBuckets<F>(Nearness<F> nearness)
    implements PairFlatMapFunction<Iterator<Row>, String, Tuple2<String, Double>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Tuple2<String, Tuple2<String, Double>>> call(Iterator<Row> rows) {
    List<Tuple2<String, Tuple2<String, Double>>> found = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<F> facts = new ArrayList<>();
    String key = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!row.getString(0).equals(key)) {
        key = row.getString(0);
        others.clear();
        facts.clear();
      }
      F fact = nearness.read(row, 2);
      if (row.getBoolean(3)) {
        others.add(row.getString(1));
        facts.add(fact);
        continue;
      }
      Tuple2<String, Double> best = null;
      for (int i = 0; i < others.size(); i++) {
        double near = nearness.between(fact, facts.get(i));
        if (nearness.isEnough(near)) {
          Tuple2<String, Double> next = new Tuple2<>(others.get(i), near);
          best = best == null ? next : Neighbours.nearer(best, next);
        }
      }
      if (best != null) {
        found.add(new Tuple2<>(row.getString(1), best));
      }
    }
    return found.iterator();
  }
}
