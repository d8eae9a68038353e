package dev.prospector.jobs.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/**
 * RFC 4180 with whatever delimiter its header has: a header, then one prompt a row. Without a
 * column of ids it is the row's number, from 1 after the header. A row may end early; a header of
 * one column parts nothing, so that commas need no quotes there.
 */
final class CsvPrompts {
  private CsvPrompts() {}

  static void read(InputStream in, PromptIntake intake) throws IOException {
    read(in, true, intake);
  }

  /** Of a file whose quotes are letters, as many a .tsv has them. */
  static void readUnquoted(InputStream in, PromptIntake intake) throws IOException {
    intake.note("quotes are taken as letters, since they are not in pairs as RFC 4180 has them");
    read(in, false, intake);
  }

  private static void read(InputStream in, boolean quotes, PromptIntake intake) throws IOException {
    try (CsvTable table = CsvTable.open(new Utf8Lines(in, intake), quotes).orElse(null)) {
      if (table != null) {
        read(table, intake);
      }
    }
  }

  private static void read(CsvTable table, PromptIntake intake) {
    Iterator<CSVRecord> records = table.records();
    long line = table.nextLine();
    try {
      List<String> columns = named(records.next().toList(), intake);
      if (areDistinct(line, columns, intake)
          && intake.choose(line, columns, " (line %d was taken as the header)".formatted(line))) {
        if (table.delimiter() == ';' || table.delimiter() == '|') {
          intake.note("columns are parted by '%s'".formatted(table.delimiter()));
        }
        rows(table, records, columns, intake);
      }
    } catch (UncheckedIOException e) {
      table.report(e, intake);
    }
  }

  /** The header's names; a column without one, such as pandas' index, gets its number. */
  private static List<String> named(List<String> header, PromptIntake intake) {
    List<String> names = new ArrayList<>();
    for (String cell : header) {
      String name = cell.strip();
      if (name.isEmpty()) {
        name = "column_" + (names.size() + 1);
        intake.note("column %d has no name, and is '%s'".formatted(names.size() + 1, name));
      }
      names.add(name);
    }
    return names;
  }

  private static boolean areDistinct(long line, List<String> names, PromptIntake intake) {
    boolean distinct = new HashSet<>(names).size() == names.size();
    if (!distinct) {
      intake.problem(
          line,
          "the header has the columns %s, expected each to have a name of its own"
              .formatted(names));
    }
    return distinct;
  }

  private static void rows(
      CsvTable table, Iterator<CSVRecord> records, List<String> header, PromptIntake intake) {
    for (long line = table.nextLine(); records.hasNext(); line = table.nextLine()) {
      CSVRecord row = records.next();
      long beyond = row.stream().skip(header.size()).filter(cell -> !cell.isBlank()).count();
      if (beyond > 0) {
        intake.problem(
            line,
            "has %d columns, expected %d as in the header; a prompt with a delimiter in it needs quotes"
                .formatted(row.size(), header.size()));
        continue;
      }
      Map<String, String> columns = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        columns.put(header.get(i), i < row.size() ? row.get(i) : null);
      }
      intake.row(line, row.getRecordNumber() - 1, columns);
    }
  }
}
