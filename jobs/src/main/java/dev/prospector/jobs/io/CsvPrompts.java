package dev.prospector.jobs.io;

import static dev.prospector.jobs.io.PromptIntake.ID;
import static dev.prospector.jobs.io.PromptIntake.PROMPT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * RFC 4180: a header with a column {@code prompt} and perhaps {@code id}, then one prompt a row.
 * Without {@code id} it is the row's number, from 1 after the header.
 */
final class CsvPrompts {
  private static final CSVFormat RFC_4180 =
      CSVFormat.RFC4180.builder().setIgnoreEmptyLines(false).build();

  private CsvPrompts() {}

  static void read(InputStream in, PromptIntake intake) throws IOException {
    try (CSVParser parser = new CSVParser(new Utf8Lines(in, intake).reader(), RFC_4180)) {
      Iterator<CSVRecord> records = parser.iterator();
      try {
        if (records.hasNext()) {
          List<String> header = records.next().toList().stream().map(String::strip).toList();
          if (isUsable(header, intake)) {
            rows(parser, records, header, intake);
          }
        }
      } catch (UncheckedIOException e) {
        intake.problem(
            parser.getCurrentLineNumber(),
            "is not CSV (%s), expected RFC 4180 with quotes in pairs"
                .formatted(e.getCause().getMessage().replaceFirst("^\\(startline \\d+\\) ", "")));
      }
    }
  }

  private static void rows(
      CSVParser parser, Iterator<CSVRecord> records, List<String> header, PromptIntake intake) {
    for (long line = parser.getCurrentLineNumber() + 1;
        records.hasNext();
        line = parser.getCurrentLineNumber() + 1) {
      CSVRecord row = records.next();
      if (row.size() == 1 && row.get(0).isBlank()) {
        intake.skip();
      } else if (row.size() != header.size()) {
        intake.problem(
            line,
            "has %d columns, expected %d as in the header".formatted(row.size(), header.size()));
      } else {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          columns.put(header.get(i), row.get(i));
        }
        String prompt = columns.remove(PROMPT);
        String id = columns.remove(ID);
        intake.row(
            line, id == null ? Long.toString(row.getRecordNumber() - 1) : id, prompt, columns);
      }
    }
  }

  private static boolean isUsable(List<String> header, PromptIntake intake) {
    if (!header.contains(PROMPT)) {
      intake.problem(
          1, "the header has the columns %s, expected one named prompt".formatted(header));
      return false;
    }
    Set<String> names = new HashSet<>();
    for (String name : header) {
      if (!names.add(name)) {
        intake.problem(
            1,
            "the header has the columns %s, expected each to have a name of its own"
                .formatted(header));
        return false;
      }
      intake.requireName(1, name);
    }
    return true;
  }
}
