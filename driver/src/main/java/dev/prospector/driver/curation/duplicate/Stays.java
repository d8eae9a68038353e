package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;

/** Of all that are connected by likeness, directly or through others, one stays. */
final class Stays {
  private static final String COMPONENT = "_component";

  private Stays() {}

  /**
   * Finds who goes.
   *
   * @param rows a name, a fact, and whatever the order needs
   * @param order of preference; the first of each component stays. No two rows may be equal in it
   * @return name of who goes, name of who stays instead, how many the component has, how near the
   *     two are: less near than neighbours, if others stand between
   */
  static <F> JavaRDD<Row> others(Dataset<Row> rows, Likeness<F> likeness, Column... order) {
    String name = rows.columns()[0];
    String fact = rows.columns()[1];
    // Read three times: for neighbours, for the order, and again if an executor is lost.
    Dataset<Row> held = rows.where(col(fact).isNotNull()).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> components =
        Components.of(
            likeness.neighbours().links(held.select(name, fact)),
            name,
            COMPONENT,
            rows.sparkSession());
    WindowSpec whole = Window.partitionBy(COMPONENT);
    WindowSpec ordered =
        whole.orderBy(order).rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Nearness<F> nearness = likeness.nearness();
    JavaRDD<Row> others =
        held.join(components, name)
            .select(
                col(name),
                col(fact),
                first(name).over(ordered).as("_stays"),
                first(fact).over(ordered).as("_its"),
                count(lit(1)).over(whole))
            .where(col(name).notEqual(col("_stays")))
            .toJavaRDD()
            .map(row -> other(row, nearness))
            .persist(StorageLevel.MEMORY_AND_DISK());
    others.count();
    held.unpersist();
    return others;
  }

  private static <F> Row other(Row row, Nearness<F> nearness) {
    return RowFactory.create(
        row.getString(0),
        row.getString(2),
        row.getLong(4),
        nearness.between(nearness.read(row, 1), nearness.read(row, 3)));
  }
}
