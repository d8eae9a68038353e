package dev.prospector.jobs.io;

import static dev.prospector.jobs.io.PromptIntake.ID;
import static dev.prospector.jobs.io.PromptIntake.PROMPT;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * Columns {@code prompt}, a string, and perhaps {@code id}, a string or an integer. Without {@code
 * id} it is the row's number, from 1. Other columns are carried as {@link ParquetText}.
 */
final class ParquetPrompts {
  private ParquetPrompts() {}

  static void read(Path file, Configuration conf, PromptIntake intake) throws IOException {
    GroupType schema;
    try (ParquetFileReader footer = ParquetFileReader.open(HadoopInputFile.fromPath(file, conf))) {
      schema = footer.getFooter().getFileMetaData().getSchema();
    } catch (RuntimeException e) {
      intake.problem("is not a Parquet file (%s), expected one".formatted(e.getMessage()));
      return;
    }
    if (isUsable(schema, intake)) {
      try (ParquetReader<Group> reader =
          ParquetReader.builder(new GroupReadSupport(), file).withConf(conf).build()) {
        long row = 0;
        for (Group group = reader.read(); group != null; group = reader.read()) {
          row(++row, group, intake);
        }
      }
    }
  }

  private static void row(long row, Group group, PromptIntake intake) {
    GroupType schema = group.getType();
    if (group.getFieldRepetitionCount(PROMPT) == 0) {
      intake.problem(row, "column 'prompt' was null, expected text");
      return;
    }
    Map<String, String> columns = new LinkedHashMap<>();
    for (Type column : schema.getFields()) {
      ParquetText.of(group, column).ifPresent(text -> columns.put(column.getName(), text));
    }
    String prompt = columns.remove(PROMPT);
    String id = columns.remove(ID);
    if (id == null && schema.containsField(ID)) {
      intake.problem(row, "column 'id' was null, expected a name or no such column");
      return;
    }
    intake.row(row, id == null ? Long.toString(row) : id, prompt, columns);
  }

  private static boolean isUsable(GroupType schema, PromptIntake intake) {
    List<String> names = schema.getFields().stream().map(Type::getName).toList();
    if (!names.contains(PROMPT)) {
      intake.problem("has the columns %s, expected one named prompt".formatted(names));
      return false;
    }
    boolean usable = true;
    for (Type column : schema.getFields()) {
      String name = column.getName();
      intake.requireFree(1, name);
      if (name.equals(PROMPT) && !ParquetText.isString(column)) {
        intake.problem("column 'prompt' is %s, expected a string".formatted(column));
        usable = false;
      } else if (name.equals(ID)
          && !ParquetText.isString(column)
          && !ParquetText.isInteger(column)) {
        intake.problem("column 'id' is %s, expected a string or an integer".formatted(column));
        usable = false;
      } else if (ParquetText.holdsBytes(column)) {
        intake.problem(
            "column '%s' holds bytes, expected only columns that can be carried as text"
                .formatted(name));
        usable = false;
      }
    }
    return usable;
  }
}
