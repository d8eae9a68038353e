package dev.prospector.driver.curation.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.prospector.driver.curation.pool.Candidates;
import dev.prospector.driver.curation.table.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Groups for GRPO: the candidates of a prompt with their rewards and advantages {@code (r − mean) /
 * sd}, mean and standard deviation (of the population) being those of the group as it is given.
 *
 * @param size members at most: of more candidates those whose rewards vary most (expand and prune,
 *     arXiv 2512.15347); 0 for all
 * @param reward the searched verifier that decides
 */
public record Groups(int size, String reward) {
  public static final String REWARD = "reward";
  public static final String ADVANTAGE = "advantage";

  /** How many candidates the group was chosen from. */
  public static final String SCORED = "scored";

  private static final String SPREAD = "_spread";
  private static final String PLACE = "_place";

  /**
   * The groups of a version's prompts; one whose rewards are all equal teaches nothing and is left
   * out.
   *
   * @param kept the version's images, by which it is known which prompts it has
   * @return rows of {@link Candidates#finished()}, drawn with as many steps as the prompt's best,
   *     with {@link Columns#UID} and the columns above
   */
  public Dataset<Row> of(Dataset<Row> kept, Candidates candidates) {
    Column first = row_number().over(Window.partitionBy(Columns.PROMPT_ID).orderBy(Columns.RANK));
    Dataset<Row> best =
        candidates.named(kept).withColumn(PLACE, first).where(col(PLACE).equalTo(1));
    Dataset<Row> scored =
        Candidates.comparable(candidates.finished(), best)
            .withColumn(REWARD, col(Columns.SCORES).getField(reward))
            .where(col(REWARD).isNotNull());
    Dataset<Row> spreads =
        scored
            .groupBy(Columns.PROMPT_ID)
            .agg(sort_array(collect_list(REWARD)).as(REWARD))
            .select(
                col(Columns.PROMPT_ID),
                udf(new WidestSubset(size), WidestSubset.RESULT)
                    .apply(struct(col(REWARD)))
                    .as(SPREAD));
    Column place =
        row_number()
            .over(Window.partitionBy(Columns.PROMPT_ID).orderBy(col(REWARD), col(Candidates.NAME)));
    Column isIn =
        col(PLACE)
            .leq(spread(WidestSubset.LOWEST))
            .or(col(PLACE).gt(spread(WidestSubset.BELOW_HIGHEST)));
    return scored
        .join(spreads, Columns.PROMPT_ID)
        .withColumn(PLACE, place)
        .where(isIn.and(spread(WidestSubset.SD).gt(0)))
        .withColumn(
            ADVANTAGE, col(REWARD).minus(spread(WidestSubset.MEAN)).divide(spread(WidestSubset.SD)))
        .withColumn(SCORED, spread(WidestSubset.ALL))
        .withColumn(Columns.UID, Candidates.uid(col(Candidates.NAME)))
        .drop(SPREAD, PLACE);
  }

  private static Column spread(String field) {
    return col(SPREAD).getField(field);
  }
}
