package dev.prospector.driver.curation.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;

import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Columns;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Preference pairs of one prompt: an image of a version, and one that the search scored lower, both
 * drawn with as many steps from a noise that is known (noise-tracked pairs as PNAPO, arXiv
 * 2605.09433, trains on).
 *
 * @param against whom images of the version are held
 * @param perPrompt pairs at most: the best with the worst, the second best with the second worst
 * @param margin by which the rewards of a pair differ at least; never 0
 * @param reward the searched verifier that decides
 */
public record Pairs(Against against, int perPrompt, double margin, String reward) {
  /** Of the image that is preferred. */
  public static final String WON = "won_";

  /** Of the other. */
  public static final String LOST = "lost_";

  public static final String REWARD = "reward";

  /** How much the rewards differ. */
  public static final String GAP = "gap";

  /** How many pairs the prompt has. */
  public static final String PAIRS = "pairs";

  /** What each of two images has a column for. */
  public static final List<String> SIDES =
      List.of(Candidates.NAME, REWARD, Columns.SEED, Columns.LINEAGE, Columns.LEGS);

  private static final String PLACE = "_place";

  /** The losers of pairs. */
  public enum Against {
    /** The candidates with the lowest rewards of all. */
    WORST,
    /** What the model draws without a search. */
    FIRST
  }

  /**
   * The pairs of a version.
   *
   * @param kept its images
   * @return {@link Columns#UID} of the pair and of the version's image, the prompt's name, {@link
   *     #SIDES} of both, the gap and the number of pairs
   */
  public Dataset<Row> of(Dataset<Row> kept, Candidates candidates) {
    Dataset<Row> winners = placed(candidates.named(kept), col(REWARD).desc(), col(Candidates.NAME));
    Dataset<Row> others =
        switch (against) {
          case WORST -> candidates.finished();
          case FIRST -> candidates.firstSamples();
        };
    Column samePlace =
        against == Against.FIRST
            ? lit(true) // There is only one.
            : col(WON + PLACE).equalTo(col(LOST + PLACE));
    Dataset<Row> comparable = Candidates.comparable(others, winners.where(col(PLACE).equalTo(1)));
    Dataset<Row> losers = placed(comparable, col(REWARD).asc(), col(Candidates.NAME));
    Dataset<Row> pairs =
        side(winners, WON, Columns.UID)
            .join(side(losers, LOST), Columns.PROMPT_ID)
            .where(samePlace)
            .withColumn(GAP, col(WON + REWARD).minus(col(LOST + REWARD)))
            .where(col(GAP).gt(0).and(col(GAP).geq(margin)));
    WindowSpec prompt = Window.partitionBy(Columns.PROMPT_ID);
    return pairs.withColumn(PAIRS, count(lit(1)).over(prompt)).withColumn(Columns.UID, uid());
  }

  private static Column uid() {
    return Candidates.uid(
        sha2(concat(col(WON + Candidates.NAME), col(LOST + Candidates.NAME)), 256));
  }

  /** The first of each prompt in an order. */
  private Dataset<Row> placed(Dataset<Row> rows, Column... order) {
    Dataset<Row> rewarded =
        rows.withColumn(REWARD, col(Columns.SCORES).getField(reward))
            .where(col(REWARD).isNotNull());
    WindowSpec prompt = Window.partitionBy(col(Columns.PROMPT_ID)).orderBy(order);
    return rewarded.withColumn(PLACE, row_number().over(prompt)).where(col(PLACE).leq(perPrompt));
  }

  /** The prompt's name, and of an image what each side has, and more. */
  private static Dataset<Row> side(Dataset<Row> rows, String prefix, String... more) {
    List<Column> columns = Columns.named(Columns.PROMPT_ID);
    Stream.of(SIDES.stream(), Stream.of(PLACE), Stream.of(more))
        .flatMap(names -> names)
        .forEach(name -> columns.add(col(name).as(prefix + name)));
    return rows.select(columns.toArray(Column[]::new));
  }
}
