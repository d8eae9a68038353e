package dev.prospector.driver.curation.column;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A step whose transformers are there.
 *
 * @param rule what its failures are rejected by
 * @param place where it stands, for messages
 * @param stages in their order
 * @param word for what it and all steps before it are: what the columns that it adds are made by
 */
record LoadedStep(String rule, String place, List<LoadedStage> stages, String word) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Loads one.
   *
   * @param before the word of the step before, or nothing
   * @throws InvalidInputException with the place
   */
  static LoadedStep of(ColumnStep step, String before, SparkSession spark) {
    List<LoadedStage> stages = new ArrayList<>();
    for (StageSource stage : step.stages()) {
      try {
        stages.add(StageLoader.load(stage, spark));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            "%s: columns: %s: %s".formatted(step.place(), stage.name(), e.getMessage()));
      }
    }
    String names =
        stages.stream().map(LoadedStage::shortName).collect(Collectors.joining(", then "));
    Map<String, Object> all = Map.of("before", before, "stages", values(stages));
    return new LoadedStep(
        "columns: " + names, step.place(), stages, Fingerprint.of(JSON.valueToTree(all)));
  }

  private static List<Object> values(List<LoadedStage> stages) {
    return stages.stream().<Object>map(LoadedStage::values).toList();
  }

  /** As a manifest has it. */
  List<Object> values() {
    return values(stages);
  }

  Dataset<Row> transform(Dataset<Row> rows) {
    Dataset<Row> transformed = rows;
    for (LoadedStage stage : stages) {
      transformed = stage.transformer().transform(transformed);
    }
    return transformed;
  }

  InvalidInputException refused(String why) {
    return new InvalidInputException("%s: %s: %s".formatted(place, rule, why));
  }
}
