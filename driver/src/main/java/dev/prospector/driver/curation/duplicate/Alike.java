package dev.prospector.driver.curation.duplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.substring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Verdicts;
import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Keeps one of all images that are alike, directly or through others: that of the earliest search
 * if it is preferred, then that with the best score, then that with the smallest {@code uid}.
 * Images without the fact stay.
 */
record Alike<F>(Likeness<F> likeness, Duplicates.Prefer prefer) implements Sieve {

  @Override
  public String rule() {
    return "duplicate: " + likeness.words();
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Dataset<Row> slim = rows.select(Columns.UID, likeness.fact(), Columns.SCORE, Columns.RUN);
    Column best = col(Columns.SCORE).desc_nulls_last();
    Column last = col(Columns.UID).asc();
    Column run = col(Columns.RUN);
    Column[] order =
        prefer == Duplicates.Prefer.SCORE
            ? new Column[] {best, last}
            : new Column[] {
              // As directories of searches are named: by day, the second of a day with -2.
              substring(run, 1, 10).asc(), length(run).asc(), run.asc(), best, last
            };
    Nearness<F> nearness = likeness.nearness();
    return Verdicts.add(
        rows, Stays.others(slim, likeness, order).map(other -> verdict(other, nearness)));
  }

  private static Row verdict(Row other, Nearness<?> nearness) {
    ObjectNode value =
        JsonNodeFactory.instance
            .objectNode()
            .put("stays", other.getString(1))
            .put("component", other.getLong(2));
    nearness.say(other.getDouble(3), value);
    return RowFactory.create(other.getString(0), value.toString());
  }
}
