package dev.prospector.driver.curation.selection;

import static org.apache.spark.sql.functions.col;

import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.curation.sieve.Verdicts;
import dev.prospector.driver.curation.table.Columns;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Chooses images one after the other, each time the one with the greatest marginal relevance
 * (Carbonell and Goldstein 1998):
 *
 * <pre>w · q(i) + (1 − w) · (1 − max cos(i, j)) / 2</pre>
 *
 * over all j that are chosen, q the share of images in the category whose score is not better. With
 * w = 0 that is the farthest point first (Gonzalez 1985), whose images leave no other further off
 * than twice what is possible at all. Of equals the smaller {@code uid} comes first.
 *
 * <p>A category is one task, which holds its vectors twice: 100,000 of 64 numbers are 50 MB.
 *
 * @param number that is chosen
 * @param weight w
 * @param by the column with categories
 */
record Greedy(int number, double weight, Optional<String> by) implements Sieve {
  private static final String GROUP = "_group";

  @Override
  public String rule() {
    return "greedy selection of %,d by features and score".formatted(number)
        + by.map(" by "::concat).orElse("");
  }

  @Override
  public Dataset<Row> judge(Dataset<Row> rows) {
    Dataset<Row> slim = Shares.slim(rows, by, GROUP);
    JavaRDD<Row> went =
        slim.repartition(col(GROUP))
            .sortWithinPartitions(GROUP, Columns.UID)
            .toJavaRDD()
            .mapPartitions(new ChooseGreedily(Shares.of(slim, GROUP, number), weight))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return Verdicts.add(rows, went);
  }
}
