package dev.prospector.driver.curation.selection;

import dev.prospector.driver.curation.duplicate.Tile;
import dev.prospector.driver.statistics.Moments;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The moments of each run of a group among rows of group and vector, sorted by group, and then so
 * that sums come out the same.
 */
record MomentsOfGroups() implements FlatMapFunction<Iterator<Row>, Tuple2<String, Moments>> {
  private static final long serialVersionUID = 1L;
  private static final int AT_ONCE = 1024;

  @Override
  public Iterator<Tuple2<String, Moments>> call(Iterator<Row> rows) {
    List<Tuple2<String, Moments>> found = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    Moments moments = null;
    String group = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!row.getString(0).equals(group)) {
        add(group, plus(moments, vectors), found);
        group = row.getString(0);
        moments = null;
      } else if (vectors.size() == AT_ONCE) {
        moments = plus(moments, vectors);
      }
      vectors.add(Tile.vector(row, 1));
    }
    add(group, plus(moments, vectors), found);
    return found.iterator();
  }

  private static void add(String group, Moments moments, List<Tuple2<String, Moments>> found) {
    if (moments != null) {
      found.add(new Tuple2<>(group, moments));
    }
  }

  /** Also empties the list. */
  private static Moments plus(Moments moments, List<float[]> vectors) {
    if (vectors.isEmpty()) {
      return moments;
    }
    Moments more = Moments.of(vectors.toArray(float[][]::new));
    vectors.clear();
    return moments == null ? more : moments.plus(more);
  }
}
