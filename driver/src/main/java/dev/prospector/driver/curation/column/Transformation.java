package dev.prospector.driver.curation.column;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.substring;

import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Runs a step over rows, all at once. An exception of a transformer's ends Spark's whole job, so
 * where there is one the rows are halved, by their names, until those are found on which it fails.
 */
final class Transformation {
  /** Why a transformer failed on a row. */
  static final String ERROR = "error";

  private static final StructType NAME = new StructType().add(Columns.UID, DataTypes.StringType);

  private static final int DIGITS = 15;
  private static final long NAMES = 1L << (4 * DIGITS);

  /** A transformer that fails on so many one after the other fails on all. */
  private static final int IN_A_ROW = 20;

  private static final Pattern CANCELLED = Pattern.compile("Job \\d+ (was )?cancelled");

  private static final String ONCE = "expected each once; a rule is what takes rows";

  private final PlannedStep planned;
  private final long mayFail;
  private final List<JavaRDD<Row>> made = new ArrayList<>();
  private final List<Row> failed = new ArrayList<>();
  private final long all;
  private int inARow;

  /**
   * Prepares it.
   *
   * @param all how many rows there are, known ones too
   * @param failAbove the share of them that may fail
   */
  Transformation(PlannedStep planned, long all, double failAbove) {
    this.planned = planned;
    this.all = all;
    this.mayFail = (long) Math.floor(failAbove * all);
  }

  /**
   * What the step makes of rows: their names, its columns, and why it failed.
   *
   * @param rows with the bytes of their images
   * @param names the same rows, with or without those
   * @throws InvalidInputException if it fails on too many, or doesn't give each back once
   */
  Dataset<Row> of(Dataset<Row> rows, Dataset<Row> names) {
    long open = names.count();
    Optional<String> failure = open == 0 ? Optional.empty() : failure(rows, open);
    if (failure.isPresent()) {
      Dataset<Row> held = rows.persist(StorageLevel.DISK_ONLY());
      try {
        narrow(held, 0, NAMES, open, failure.get());
      } finally {
        held = held.unpersist();
      }
    }
    SparkSession spark = rows.sparkSession();
    StructType columns = new StructType(NAME.fields());
    for (StructField field : planned.added().fields()) {
      columns = columns.add(field);
    }
    Dataset<Row> found = spark.createDataFrame(whole(spark), columns);
    requireSame(names, found, open - failed.size());
    return found.unionByName(
        spark.createDataFrame(failed, NAME.add(ERROR, DataTypes.StringType)), true);
  }

  /** All at once: one after the other they would be nested as deep as there are parts. */
  @SuppressWarnings("unchecked")
  private JavaRDD<Row> whole(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return made.isEmpty() ? context.emptyRDD() : context.union(made.toArray(JavaRDD[]::new));
  }

  /**
   * Finds the rows of a range of names on which the step fails.
   *
   * @param given how many rows there are in it
   * @param reason why it failed on all of them together
   */
  private void narrow(Dataset<Row> rows, long from, long to, long given, String reason) {
    if (given == 1 || to - from == 1) {
      List<Row> names = between(rows, from, to).select(Columns.UID).collectAsList();
      names.forEach(row -> fail(row.getString(0), reason));
      return;
    }
    long middle = from + (to - from) / 2;
    long left = between(rows, from, middle).count();
    if (left == 0 || left == given) { // All are in one half, on which it has failed already.
      narrow(rows, left == 0 ? middle : from, left == 0 ? to : middle, given, reason);
    } else {
      transform(rows, from, middle, left);
      transform(rows, middle, to, given - left);
    }
  }

  private static Dataset<Row> between(Dataset<Row> rows, long from, long to) {
    Column name = conv(substring(col(Columns.UID), 1, DIGITS), 16, 10).cast(DataTypes.LongType);
    return rows.where(name.geq(from).and(name.lt(to)));
  }

  private void transform(Dataset<Row> rows, long from, long to, long given) {
    Optional<String> failure = failure(between(rows, from, to), given);
    if (failure.isPresent()) {
      narrow(rows, from, to, given, failure.get());
    } else {
      inARow = 0;
    }
  }

  private void fail(String uid, String reason) {
    failed.add(RowFactory.create(uid, reason));
    inARow++;
    if (failed.size() > mayFail || (inARow == IN_A_ROW && mayFail < all)) {
      throw planned
          .step()
          .refused(
              "failed on %d rows, the last of them %s (%s), expected at most %d of %d: columns-fail-above"
                  .formatted(failed.size(), uid, reason, mayFail, all));
    }
  }

  /** Keeps what is made of rows, or says why nothing is. */
  private Optional<String> failure(Dataset<Row> rows, long given) {
    JavaRDD<Row> some;
    long back;
    try {
      // As many tasks as run at once: most transformers load their networks in each.
      int slots = rows.sparkSession().sparkContext().defaultParallelism();
      Dataset<Row> transformed = planned.step().transform(NewColumns.seen(rows.coalesce(slots)));
      some =
          NewColumns.select(transformed, List.of(planned.added().fieldNames()))
              .toJavaRDD()
              .persist(StorageLevel.MEMORY_AND_DISK());
      back = some.count();
    } catch (Exception e) { // Spark's are checked, though nothing says that they come.
      if (!isOfCode(e)) {
        throw e;
      }
      return Optional.of(Failures.reason(root(e)));
    }
    if (back != given) {
      throw planned.step().refused("gave back %d rows of %d, %s".formatted(back, given, ONCE));
    }
    made.add(some);
    return Optional.empty();
  }

  private void requireSame(Dataset<Row> names, Dataset<Row> found, long given) {
    long same =
        found
            .select(Columns.UID)
            .distinct()
            .join(names, new String[] {Columns.UID}, "left_semi")
            .count();
    if (same != given) {
      throw planned
          .step()
          .refused("gave back %d names of %d rows, %s".formatted(same, given, ONCE));
    }
  }

  /** Whether a transformer's, or rather a lost machine's, or of who has called the work off. */
  private static boolean isOfCode(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      String message = String.valueOf(e.getMessage());
      if (e instanceof InterruptedException
          || e instanceof VirtualMachineError
          || message.contains("ExecutorLostFailure")
          || CANCELLED.matcher(message).find()) {
        return false;
      }
    }
    return true;
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
