package dev.prospector.driver.ml;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a stage reads.
 *
 * @param id the prompt's text is the id where there is none
 * @param carried what images need besides: negative prompts, images to start from
 */
record PromptColumns(String prompt, Optional<String> id, List<String> carried) {
  private static final Set<DataType> IDS =
      Set.of(
          DataTypes.StringType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType);

  static PromptColumns of(StageSettings settings, SearchSpec spec, StructType schema) {
    List<String> carried = new ArrayList<>();
    if (Arrays.asList(schema.fieldNames()).contains(Prompt.NEGATIVE)) {
      carried.add(Prompt.NEGATIVE);
    }
    spec.model().initImage().ifPresent(carried::add);
    return new PromptColumns(settings.promptColumn(), settings.idColumn(), carried);
  }

  /**
   * Looks for them in a schema.
   *
   * @param problems takes those that are not there or of another type
   */
  void require(StructType schema, Problems problems) {
    require("promptCol", prompt, schema, Set.of(DataTypes.StringType), "of texts", problems);
    id.ifPresent(
        name -> require("idCol", name, schema, IDS, "of texts or whole numbers", problems));
    carried.forEach(
        name ->
            require(
                name.equals(Prompt.NEGATIVE) ? "the column" : "initImage",
                name,
                schema,
                Set.of(DataTypes.StringType),
                "of texts",
                problems));
  }

  private static void require(
      String what,
      String name,
      StructType schema,
      Set<DataType> types,
      String expected,
      Problems problems) {
    List<String> names = Arrays.asList(schema.fieldNames());
    List<String> alike =
        names.stream()
            .filter(SQLConf.get().caseSensitiveAnalysis() ? name::equals : name::equalsIgnoreCase)
            .toList();
    if (!names.contains(name)) {
      problems.wrong(what, name, "a column of the DataFrame, which has " + names);
    } else if (alike.size() > 1) {
      problems.wrong(
          what,
          name,
          "one column that Spark takes it for, and there are %s; rename all but one"
              .formatted(alike));
    } else if (!types.contains(schema.apply(name).dataType())) {
      problems.add(
          "%s %s has the type %s, expected a column %s"
              .formatted(
                  what,
                  Problems.quote(name),
                  schema.apply(name).dataType().simpleString(),
                  expected));
    }
  }

  /** Of a row, what names its prompt. */
  Column key(Dataset<?> rows) {
    return column(rows, id.orElse(prompt)).cast(DataTypes.StringType);
  }

  /** The key, the prompt and what is carried, in this order. */
  Column[] all(Dataset<?> rows) {
    List<Column> columns = new ArrayList<>(List.of(key(rows), column(rows, prompt)));
    carried.forEach(name -> columns.add(column(rows, name)));
    return columns.toArray(Column[]::new);
  }

  /** The prompt of a row of {@link #all}. */
  Prompt prompt(int ordinal, Row row) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < carried.size(); i++) {
      columns.put(carried.get(i), row.getString(2 + i));
    }
    return new Prompt(ordinal, row.getString(0), row.getString(1), columns);
  }

  private static Column column(Dataset<?> rows, String name) {
    return rows.col(quoted(name));
  }

  /** A name that may have dots in it. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
