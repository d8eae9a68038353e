package dev.prospector.driver.curation.column;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.table.Columns;
import dev.prospector.driver.curation.table.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Gives rows what transformers make of them, and takes those on which they fail.
 *
 * @param planned the transformers, with what they add
 * @param images by uid
 * @param earlier rows that have columns which the same step has made, with the rule of those that
 *     went
 * @param rules by which rows went on which transformers had failed
 * @param failAbove the share of rows that may fail
 */
record AddColumns(
    PlannedStep planned,
    Dataset<Row> images,
    Optional<Dataset<Row>> earlier,
    Set<String> rules,
    double failAbove)
    implements Sieve {
  private static final String SAME = "_same";
  private static final String[] BY_UID = {Columns.UID};

  @Override
  public String rule() {
    return planned.step().rule();
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Optional<Dataset<Row>> known = earlier.flatMap(before -> known(rows, before));
    Dataset<Row> open = known.map(there -> rows.join(there, BY_UID, "left_anti")).orElse(rows);
    Dataset<Row> found =
        new Transformation(planned, rows.count(), failAbove).of(withImages(open), open);
    Dataset<Row> all = known.map(there -> there.unionByName(found, true)).orElse(found);
    List<Column> columns = Columns.named(rows.columns());
    columns.addAll(Columns.named(planned.added().fieldNames()));
    Column error = col(Transformation.ERROR);
    columns.add(when(error.isNotNull(), to_json(struct(error))).as(Columns.VALUE));
    return rows.join(all, BY_UID, "left").select(columns.toArray(Column[]::new));
  }

  /**
   * What was made of rows before that were the same in all their columns: a transformer may look at
   * any.
   */
  private Optional<Dataset<Row>> known(Dataset<Row> rows, Dataset<Row> before) {
    List<String> there = Arrays.asList(before.columns());
    boolean isComparable =
        there.containsAll(Arrays.asList(rows.columns()))
            && Stream.of(planned.added().fields())
                .allMatch(
                    field ->
                        there.contains(field.name())
                            && before
                                .schema()
                                .apply(field.name())
                                .dataType()
                                .equals(field.dataType()));
    if (!isComparable) {
      return Optional.empty();
    }
    Column same =
        sha2(to_json(struct(Columns.named(rows.columns()).toArray(Column[]::new))), 256).as(SAME);
    List<Column> made = new ArrayList<>(List.of(col(Columns.UID), same));
    made.addAll(Columns.named(planned.added().fieldNames()));
    Column failed = col(Columns.RULE).isin(rules.toArray());
    Dataset<Row> whole =
        before
            .where(col(Columns.RULE).isNull().or(not(failed)))
            .select(made.toArray(Column[]::new));
    return Optional.of(
        whole
            .join(
                TableSchema.plain(rows).select(col(Columns.UID), same),
                new String[] {Columns.UID, SAME},
                "left_semi")
            .drop(SAME));
  }

  /** The names of rows are sent to every executor, so that only their images are read. */
  private Dataset<Row> withImages(Dataset<Row> rows) {
    Dataset<Row> files =
        images
            .join(broadcast(rows.select(Columns.UID)), BY_UID, "left_semi")
            .select(col(Columns.UID), col(Columns.IMAGE).getField("bytes").as(Columns.PNG));
    return rows.join(files, BY_UID, "inner");
  }
}
