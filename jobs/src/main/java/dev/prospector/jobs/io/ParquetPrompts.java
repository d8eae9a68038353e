package dev.prospector.jobs.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final PromptIntake intake;
  private List<String> names = List.of();
  private List<String> texts = List.of();
  private long row;

  ParquetPrompts(PromptIntake intake) {
    this.intake = intake;
  }

  static void read(Path file, Configuration conf, PromptIntake intake) throws IOException {
    new ParquetPrompts(intake).read(file, "", conf);
  }

  /**
   * Reads a file, or the next one of a table in several.
   *
   * @param name what problems with it begin with
   * @return whether to go on
   */
  boolean read(Path file, String name, Configuration conf) throws IOException {
    long before = row;
    try (ParquetRows rows = ParquetRows.open(file, conf)) {
      boolean isUsable = isUsable(rows.schema(), name);
      if (isUsable) {
        List<Type> columns = texts.stream().map(rows.schema()::getType).toList();
        for (Group group = rows.next(); group != null; group = rows.next()) {
          row(++row, group, columns);
        }
      }
      return isUsable;
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      String place = row == before ? "" : "after row %d: ".formatted(row);
      intake.problem(name + place + e.getMessage());
      return false;
    }
  }

  private void row(long number, Group group, List<Type> columns) {
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

  private boolean isUsable(GroupType schema, String file) {
    List<String> found = schema.getFields().stream().map(Type::getName).toList();
    boolean isFirst = names.isEmpty();
    if (isFirst) {
      if (!intake.choose(1, found)) {
        return false;
      }
      names = found;
    } else if (!Set.copyOf(found).equals(Set.copyOf(names))) {
      intake.problem(
          "%shas the columns %s, expected those of the first file, %s"
              .formatted(file, found, names));
      return false;
    }
    boolean isUsable =
        isTextOrInteger(schema.getType(intake.promptColumn()), file)
            && intake.idColumn().stream().allMatch(id -> isTextOrInteger(schema.getType(id), file));
    if (isUsable && isFirst) {
      texts = texts(schema);
    }
    return isUsable;
  }

  private boolean isTextOrInteger(Type column, String file) {
    boolean isTextOrInteger = ParquetText.isString(column) || ParquetText.isInteger(column);
    if (!isTextOrInteger) {
      intake.problem(
          "%scolumn '%s' has the type %s, expected strings or integers"
              .formatted(file, column.getName(), ParquetText.kind(column)));
    }
    return isTextOrInteger;
  }

  /** The columns that are read: those that are wanted and can be text. */
  private List<String> texts(GroupType schema) {
    List<String> wanted = new ArrayList<>();
    List<String> bytes = new ArrayList<>();
    for (Type column : schema.getFields()) {
      String name = column.getName();
      if (intake.isCarried(name) && ParquetText.holdsBytes(column)) {
        bytes.add("'" + name + "'");
      } else if (intake.isCarried(name)
          || name.equals(intake.promptColumn())
          || intake.idColumn().filter(name::equals).isPresent()) {
        wanted.add(name);
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
    return wanted;
  }
}
