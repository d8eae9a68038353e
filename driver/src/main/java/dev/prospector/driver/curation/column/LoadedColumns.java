package dev.prospector.driver.curation.column;

import dev.prospector.driver.curation.sieve.Sieve;
import dev.prospector.driver.input.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Columns whose transformers are there. */
public final class LoadedColumns {
  private final List<LoadedStep> steps;
  private final double failAbove;

  /** By the schema of rows: a transformer may be slow to say what it adds. */
  private final Map<StructType, List<PlannedStep>> plans = new HashMap<>();

  LoadedColumns(List<LoadedStep> steps, double failAbove) {
    this.steps = List.copyOf(steps);
    this.failAbove = failAbove;
  }

  /** A configuration with them, as a manifest has it: saved ones with a hash of their files. */
  public Map<String, Object> within(Map<String, Object> configuration) {
    Map<String, Object> values = new LinkedHashMap<>(configuration);
    if (!steps.isEmpty()) {
      values.put("columns", steps.stream().map(LoadedStep::values).toList());
      values.put("columns-fail-above", failAbove);
    }
    return values;
  }

  /**
   * Rows as rules see them, with nothing in the columns.
   *
   * @param rows without them, none of which is looked at
   * @throws InvalidInputException if a transformer can't take such rows, or what it gives can't be
   *     added
   */
  public Dataset<Row> extended(Dataset<Row> rows) {
    Dataset<Row> more = rows;
    for (PlannedStep step : plan(rows)) {
      more = step.extended(more);
    }
    return more;
  }

  /** What each of them is made by, in one word. */
  public Map<String, String> madeBy(Dataset<Row> rows) {
    Map<String, String> words = new LinkedHashMap<>();
    plan(rows).forEach(step -> words.putAll(step.madeBy()));
    return words;
  }

  /**
   * Each gives rows its columns, and takes those on which a transformer fails.
   *
   * @param rows without them, none of which is looked at
   * @param images by uid
   * @param earlier rows that have columns which were made by the same, if there are such
   */
  public List<Sieve> sieves(
      Dataset<Row> rows,
      Dataset<Row> images,
      Function<Map<String, String>, Optional<Dataset<Row>>> earlier) {
    Set<String> rules = steps.stream().map(LoadedStep::rule).collect(Collectors.toSet());
    List<Sieve> sieves = new ArrayList<>();
    for (PlannedStep step : plan(rows)) {
      sieves.add(new AddColumns(step, images, earlier.apply(step.madeBy()), rules, failAbove));
    }
    return sieves;
  }

  private List<PlannedStep> plan(Dataset<Row> rows) {
    List<PlannedStep> known = plans.get(rows.schema());
    if (known != null) {
      return known;
    }
    List<PlannedStep> plan = new ArrayList<>();
    Dataset<Row> more = rows;
    for (LoadedStep step : steps) {
      PlannedStep next = new PlannedStep(step, NewColumns.of(step, more));
      plan.add(next);
      more = next.extended(more);
    }
    plans.put(rows.schema(), plan);
    return plan;
  }
}
