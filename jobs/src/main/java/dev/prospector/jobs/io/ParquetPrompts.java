package dev.prospector.jobs.io;

import static dev.prospector.jobs.io.PromptIntake.ID;
import static dev.prospector.jobs.io.PromptIntake.PROMPT;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * Columns {@code prompt}, a string, and perhaps {@code id}, a string or an integer. Without {@code
 * id} it is the row's number, from 1. Other columns are carried as {@link ParquetText}.
 */
final class ParquetPrompts {
  private ParquetPrompts() {}

  static void read(Path file, Configuration conf, PromptIntake intake) throws IOException {
    long row = 0;
    try (ParquetRows rows = ParquetRows.open(file, conf)) {
      if (isUsable(rows.schema(), intake)) {
        for (Group group = rows.next(); group != null; group = rows.next()) {
          row(++row, group, intake);
        }
      }
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      intake.problem((row == 0 ? "" : "after row %d: ".formatted(row)) + e.getMessage());
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
      try {
        ParquetText.of(group, column).ifPresent(text -> columns.put(column.getName(), text));
      } catch (CharacterCodingException e) {
        intake.problem(
            row, "column '%s' is not UTF-8, expected text in UTF-8".formatted(column.getName()));
        return;
      }
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
      intake.requireName(1, name);
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
