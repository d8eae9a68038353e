package dev.prospector.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * A column with prompts and perhaps one with ids, each of strings or integers. Without it an id is
 * the row's number, from 1. Other columns are carried as {@link ParquetText}, but for bytes.
 */
final class ParquetPrompts {
  private ParquetPrompts() {}

  static void read(Path file, Configuration conf, PromptIntake intake) throws IOException {
    long row = 0;
    try (ParquetRows rows = ParquetRows.open(file, conf)) {
      if (isUsable(rows.schema(), intake)) {
        List<Type> columns = texts(rows.schema(), intake);
        for (Group group = rows.next(); group != null; group = rows.next()) {
          row(++row, group, columns, intake);
        }
      }
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      intake.problem((row == 0 ? "" : "after row %d: ".formatted(row)) + e.getMessage());
    }
  }

  private static void row(long number, Group group, List<Type> columns, PromptIntake intake) {
    Map<String, String> row = new LinkedHashMap<>();
    for (Type column : columns) {
      try {
        row.put(column.getName(), ParquetText.of(group, column).orElse(null));
      } catch (IOException e) {
        intake.problem(number, "column '%s' %s".formatted(column.getName(), e.getMessage()));
        return;
      }
    }
    intake.row(number, number, row);
  }

  private static boolean isUsable(GroupType schema, PromptIntake intake) {
    if (!intake.choose(1, schema.getFields().stream().map(Type::getName).toList())) {
      return false;
    }
    return isTextOrInteger(schema.getType(intake.promptColumn()), intake)
        && intake.idColumn().stream().allMatch(id -> isTextOrInteger(schema.getType(id), intake));
  }

  private static boolean isTextOrInteger(Type column, PromptIntake intake) {
    boolean isTextOrInteger = ParquetText.isString(column) || ParquetText.isInteger(column);
    if (!isTextOrInteger) {
      intake.problem(
          "column '%s' has the type %s, expected strings or integers"
              .formatted(column.getName(), ParquetText.kind(column)));
    }
    return isTextOrInteger;
  }

  /** The columns that are read: those that are wanted and can be text. */
  private static List<Type> texts(GroupType schema, PromptIntake intake) {
    List<Type> texts = new ArrayList<>();
    List<String> bytes = new ArrayList<>();
    for (Type column : schema.getFields()) {
      String name = column.getName();
      if (intake.isCarried(name) && ParquetText.holdsBytes(column)) {
        bytes.add("'" + name + "'");
      } else if (intake.isCarried(name)
          || name.equals(intake.promptColumn())
          || intake.idColumn().filter(name::equals).isPresent()) {
        texts.add(column);
      }
    }
    if (!bytes.isEmpty()) {
      intake.note(
          "%s %s bytes and %s left out"
              .formatted(
                  String.join(", ", bytes),
                  bytes.size() == 1 ? "holds" : "hold",
                  bytes.size() == 1 ? "is" : "are"));
    }
    return texts;
  }
}
