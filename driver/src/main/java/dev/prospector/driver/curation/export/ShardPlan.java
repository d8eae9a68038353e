package dev.prospector.driver.curation.export;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import dev.prospector.driver.curation.table.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Which row goes to which shard. It follows from the rows alone: those of a split are counted by
 * the first digits of their {@code uid}, and a new shard begins at the digits with which one would
 * be too large. No shard is empty, and all is known before the first one is written.
 *
 * @param shards of all splits, in the order of the splits' names
 * @param places split, digits and shard of all digits that there are
 */
record ShardPlan(List<Shard> shards, List<Row> places) {
  private static final String DIGITS = "_digits";
  private static final String SHARD = "_shard";
  private static final StructType PLACES =
      new StructType()
          .add(Columns.SPLIT, DataTypes.StringType)
          .add(DIGITS, DataTypes.StringType)
          .add(SHARD, DataTypes.IntegerType);

  private static final Column FIRST_DIGITS = substring(col(Columns.UID), 1, 4);

  static ShardPlan of(Dataset<Row> rows, ShardLimit limit) {
    Column bytes =
        limit.looksAtImages()
            ? sum(length(col(Columns.IMAGE).getField("bytes")).cast(DataTypes.LongType))
            : lit(0L);
    List<Row> counts =
        rows.groupBy(col(Columns.SPLIT), FIRST_DIGITS.as(DIGITS))
            .agg(count(lit(1)), bytes)
            .orderBy(Columns.SPLIT, DIGITS)
            .collectAsList();
    Cutting cutting = new Cutting(limit);
    counts.forEach(cutting::add);
    return cutting.plan();
  }

  /** Goes through the counts in order. */
  private static final class Cutting {
    private final ShardLimit limit;
    private final List<Row> places = new ArrayList<>();
    private final List<String> splits = new ArrayList<>();
    private final List<Long> rows = new ArrayList<>();
    private long bytes;

    private Cutting(ShardLimit limit) {
      this.limit = limit;
    }

    private void add(Row counted) {
      String split = counted.getString(0);
      Splits.requireName(split);
      long more = counted.getLong(2);
      long moreBytes = counted.isNullAt(3) ? 0 : counted.getLong(3);
      int last = splits.size() - 1;
      if (last < 0
          || !splits.get(last).equals(split)
          || rows.get(last) + more > limit.rows()
          || bytes + moreBytes > limit.bytes()) {
        splits.add(split);
        rows.add(0L);
        bytes = 0;
        last++;
      }
      rows.set(last, rows.get(last) + more);
      bytes += moreBytes;
      places.add(RowFactory.create(split, counted.getString(1), last));
    }

    private ShardPlan plan() {
      List<Shard> shards = new ArrayList<>();
      for (int i = 0; i < splits.size(); i++) {
        String split = splits.get(i);
        int first = splits.indexOf(split);
        int of = splits.lastIndexOf(split) - first + 1;
        shards.add(new Shard(split, i - first, of, rows.get(i)));
      }
      return new ShardPlan(List.copyOf(shards), List.copyOf(places));
    }
  }

  /**
   * The rows on their way into shards: each partition is sorted by shard and {@code uid}. The last
   * column is the shard's place in {@link #shards}.
   */
  Dataset<Row> deal(Dataset<Row> rows) {
    List<Column> columns = Columns.named(rows.columns());
    columns.add(col(SHARD));
    return rows.withColumn(DIGITS, FIRST_DIGITS)
        .join(
            broadcast(rows.sparkSession().createDataFrame(places, PLACES)),
            new String[] {Columns.SPLIT, DIGITS})
        .select(columns.toArray(Column[]::new))
        .repartition(Math.max(1, shards.size()), col(SHARD))
        .sortWithinPartitions(SHARD, Columns.UID);
  }
}
