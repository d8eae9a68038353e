package dev.prospector.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/**
 * A column with prompts, a string, and perhaps one with ids, a string or an integer. Without it it
 * is the row's number, from 1. Other columns are carried as {@link ParquetText}, but for bytes.
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
      } catch (CharacterCodingException e) {
        intake.problem(
            number, "column '%s' is not UTF-8, expected text in UTF-8".formatted(column.getName()));
        return;
      }
    }
    intake.row(number, number, row);
  }

  private static boolean isUsable(GroupType schema, PromptIntake intake) {
    if (!intake.choose(1, schema.getFields().stream().map(Type::getName).toList())) {
      return false;
    }
    Type prompt = schema.getType(intake.promptColumn());
    if (!ParquetText.isString(prompt)) {
      intake.problem("column '%s' is %s, expected a string".formatted(prompt.getName(), prompt));
      return false;
    }
    Optional<Type> id = intake.idColumn().map(schema::getType);
    if (id.isPresent() && !ParquetText.isString(id.get()) && !ParquetText.isInteger(id.get())) {
      intake.problem(
          "column '%s' is %s, expected a string or an integer"
              .formatted(id.get().getName(), id.get()));
      return false;
    }
    return true;
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
