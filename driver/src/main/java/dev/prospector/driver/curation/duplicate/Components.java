package dev.prospector.driver.curation.duplicate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * What is connected by links. They are joined on the driver, where each name that has a neighbour
 * takes some 400 bytes while that lasts; names without one take none.
 */
final class Components {
  /** So that the driver holds no more than this share of the links. */
  private static final int PARTS = 16;

  private static final int PER_TASK = 50_000;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Forest forest = new Forest();

  /**
   * The components of all names in links.
   *
   * @param name what the column of names is called
   * @param component what that of components is called: any two have the same number there if they
   *     are connected
   */
  static Dataset<Row> of(
      JavaRDD<Tuple2<String, String>> links, String name, String component, SparkSession spark) {
    Components all = new Components();
    links.distinct(PARTS).toLocalIterator().forEachRemaining(all::connect);
    StructType schema =
        new StructType().add(name, DataTypes.StringType).add(component, DataTypes.IntegerType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < all.names.size(); i++) {
      rows.add(RowFactory.create(all.names.get(i), all.forest.root(i)));
    }
    int slices = 1 + rows.size() / PER_TASK;
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, slices), schema);
  }

  private void connect(Tuple2<String, String> link) {
    forest.join(number(link._1()), number(link._2()));
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    if (known == null) {
      known = forest.add();
      numbers.put(name, known);
      names.add(name);
    }
    return known;
  }
}
