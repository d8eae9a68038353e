package dev.prospector.driver.curation.column;

import dev.prospector.driver.input.Problems;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Columns that a data set's rows are given before its rules are asked.
 *
 * @param steps in their order; each sees the columns of those before it
 * @param failAbove the share of rows on which a step may fail: those are rejected
 */
public record AddedColumns(List<ColumnStep> steps, double failAbove) {
  public static final double FAIL_ABOVE = 0.01;
  public static final AddedColumns NONE = new AddedColumns(List.of(), FAIL_ABOVE);

  public AddedColumns {
    steps = List.copyOf(steps);
    if (!(failAbove >= 0 && failAbove <= 1)) {
      throw new IllegalArgumentException(
          "columns-fail-above %s, expected a share from 0 to 1".formatted(failAbove));
    }
  }

  /**
   * Makes and reads the transformers, once a night.
   *
   * @throws dev.prospector.driver.input.InvalidInputException with all that is wrong with them
   */
  public LoadedColumns load(SparkSession spark) {
    Problems problems = new Problems();
    List<LoadedStep> loaded = new ArrayList<>();
    for (ColumnStep step : steps) {
      String before = loaded.isEmpty() ? "" : loaded.get(loaded.size() - 1).word();
      problems.collect(() -> loaded.add(LoadedStep.of(step, before, spark)));
    }
    problems.throwIfAny();
    return new LoadedColumns(loaded, failAbove);
  }
}
