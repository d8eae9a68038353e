package dev.prospector.driver.curation.export;

import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the shards of one partition, as {@link ShardPlan#deal} has sorted it.
 *
 * @param format of the shards
 * @param shards all of them
 * @param columns of the rows but their images
 * @param root the export's directory
 * @param conf how files are reached
 */
record WriteShards(
    ShardFormat format,
    List<Shard> shards,
    StructType columns,
    String root,
    SerializableConfiguration conf)
    implements FlatMapFunction<Iterator<Row>, CommittedFile> {

  /**
   * Writes rows in shards of a format; where there are no rows, one empty shard.
   *
   * @param rows whose last column is the image
   * @return the files, in order
   */
  static List<CommittedFile> of(
      Dataset<Row> rows, ShardLimit limit, ShardFormat format, Path target) throws IOException {
    ShardPlan plan = ShardPlan.of(rows, limit);
    StructField[] fields = rows.schema().fields();
    WriteShards work =
        new WriteShards(
            format,
            plan.shards(),
            new StructType(Arrays.copyOf(fields, fields.length - 1)),
            target.toString(),
            new SerializableConfiguration(
                rows.sparkSession().sparkContext().hadoopConfiguration()));
    List<CommittedFile> written =
        plan.shards().isEmpty()
            ? work.write(new Shard(Splits.TRAIN, 0, 1, 0), Collections.emptyIterator())
            : plan.deal(rows).toJavaRDD().mapPartitions(work).collect();
    return written.stream().sorted(Comparator.comparing(CommittedFile::path)).toList();
  }

  @Override
  public Iterator<CommittedFile> call(Iterator<Row> rows) throws IOException {
    List<CommittedFile> written = new ArrayList<>();
    Rows left = new Rows(rows);
    while (left.next != null) {
      int shard = left.begin();
      written.addAll(write(shards.get(shard), left));
    }
    return written.iterator();
  }

  private List<CommittedFile> write(Shard shard, Iterator<Sample> samples) throws IOException {
    Path directory = new Path(root);
    Target target = new Target(directory, new RunDirectory(directory).files(conf.value()));
    return format.write(shard, samples, columns, target);
  }

  /** The rows of one shard after the other. */
  private static final class Rows implements Iterator<Sample> {
    private final Iterator<Row> rows;
    private Row next;
    private int shard;
    private String before;

    private Rows(Iterator<Row> rows) {
      this.rows = rows;
      this.next = rows.hasNext() ? rows.next() : null;
    }

    private int begin() {
      shard = shard(next);
      before = null;
      return shard;
    }

    @Override
    public boolean hasNext() {
      return next != null && shard(next) == shard;
    }

    @Override
    public Sample next() {
      Sample sample = new Sample(next);
      String uid = sample.uid();
      if (uid.equals(before)) {
        throw new IllegalStateException("uid %s is there twice".formatted(uid));
      }
      before = uid;
      next = rows.hasNext() ? rows.next() : null;
      return sample;
    }

    private static int shard(Row row) {
      return row.getInt(row.size() - 1);
    }
  }
}
