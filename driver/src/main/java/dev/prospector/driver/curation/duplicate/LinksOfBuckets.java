package dev.prospector.driver.curation.duplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Connects the neighbours among rows of key, name and fact, sorted by key. Two that are connected
 * already are not compared.
 *
 * @param <F> a fact
 */
record LinksOfBuckets<F>(Nearness<F> nearness)
    implements FlatMapFunction<Iterator<Row>, Tuple2<String, String>> {
  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<Tuple2<String, String>> call(Iterator<Row> rows) {
    List<Tuple2<String, String>> links = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<F> facts = new ArrayList<>();
    Forest bucket = new Forest();
    String key = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!row.getString(0).equals(key)) {
        key = row.getString(0);
        names.clear();
        facts.clear();
        bucket = new Forest();
      }
      String name = row.getString(1);
      F fact = nearness.read(row, 2);
      int last = bucket.add();
      for (int i = 0; i < last; i++) {
        if (bucket.root(i) != bucket.root(last)
            && nearness.isEnough(nearness.between(facts.get(i), fact))) {
          bucket.join(i, last);
          links.add(new Tuple2<>(names.get(i), name));
        }
      }
      names.add(name);
      facts.add(fact);
    }
    return links.iterator();
  }
}
