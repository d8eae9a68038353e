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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * RFC 4180 with whatever delimiter its header has: a header, then one prompt a row. Without a
 * column of ids it is the row's number, from 1 after the header. A row may end early; a header of
 * one column parts nothing, so that commas need no quotes there.
 */
final class CsvPrompts {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final char NONE = '\0';

  private CsvPrompts() {}

  static void read(InputStream in, PromptIntake intake) throws IOException {
    Utf8Lines lines = new Utf8Lines(in, intake);
    String header = lines.next();
    if (header == null) {
      return;
    }
    lines.unread(header);
    char delimiter = delimiter(header);
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false).build();
    try (CSVParser parser = new CSVParser(lines.reader(), format)) {
      Iterator<CSVRecord> records = parser.iterator();
      try {
        List<String> columns = named(records.next().toList(), intake);
        if (areDistinct(columns, intake) && intake.choose(1, columns)) {
          if (delimiter == ';' || delimiter == '|') {
            intake.note("columns are parted by '%s'".formatted(delimiter));
          }
          rows(parser, records, columns, intake);
        }
      } catch (UncheckedIOException e) {
        intake.problem(
            parser.getCurrentLineNumber(),
            "is not CSV (%s), expected RFC 4180 with quotes in pairs"
                .formatted(e.getCause().getMessage().replaceFirst("^\\(startline \\d+\\) ", "")));
      }
    }
  }

  /** The one that the header has most of outside quotes. */
  private static char delimiter(String header) {
    char best = NONE;
    long most = 0;
    String bare = header.replaceAll("\"[^\"]*\"?", "");
    for (char delimiter : DELIMITERS) {
      long count = bare.chars().filter(c -> c == delimiter).count();
      if (count > most) {
        best = delimiter;
        most = count;
      }
    }
    return best;
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

  private static boolean areDistinct(List<String> names, PromptIntake intake) {
    boolean distinct = new HashSet<>(names).size() == names.size();
    if (!distinct) {
      intake.problem(
          1,
          "the header has the columns %s, expected each to have a name of its own"
              .formatted(names));
    }
    return distinct;
  }

  private static void rows(
      CSVParser parser, Iterator<CSVRecord> records, List<String> header, PromptIntake intake) {
    for (long line = parser.getCurrentLineNumber() + 1;
        records.hasNext();
        line = parser.getCurrentLineNumber() + 1) {
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
