package dev.prospector.jobs.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a file from its header on, which is its first line but for blank ones and Excel's
 * {@code sep=;}. It has a delimiter, or is a table of one column, where commas need no quotes.
 *
 * @param before how many lines there are before the header
 */
record CsvTable(CSVParser parser, char delimiter, long before) implements Closeable {
  private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
  private static final char NONE = '\0';
  private static final Pattern SAID = Pattern.compile("(?i)sep=([,;\t|])\\s*");
  private static final Pattern UNCLOSED = Pattern.compile("\\(startline (\\d+)\\) EOF .*");
  private static final Pattern MISPLACED =
      Pattern.compile("\\(line \\d+\\) invalid char between .*");

  /** The table in a file, if it has a header. */
  static Optional<CsvTable> open(Utf8Lines lines, boolean quotes) throws IOException {
    String header = filled(lines);
    Matcher said = SAID.matcher(header == null ? "" : header);
    Optional<Character> delimiter = Optional.empty();
    if (said.matches()) {
      delimiter = Optional.of(said.group(1).charAt(0));
      header = filled(lines);
    }
    if (header == null) {
      return Optional.empty();
    }
    lines.unread(header);
    char parting = delimiter.orElse(delimiter(header));
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(parting).setIgnoreEmptyLines(false).build();
    CSVFormat wanted = quotes ? format : format.builder().setQuote(null).build();
    return Optional.of(
        new CsvTable(new CSVParser(lines.reader(), wanted), parting, lines.number()));
  }

  private static String filled(Utf8Lines lines) throws IOException {
    String line = lines.next();
    while (line != null && line.isBlank()) {
      line = lines.next();
    }
    return line;
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

  /** Whether a line names a column of prompts, as a header does. */
  static boolean isHeader(String line) {
    String[] cells = line.split(Pattern.quote(String.valueOf(delimiter(line))), -1);
    List<String> names = Arrays.stream(cells).map(cell -> cell.replace("\"", "")).toList();
    return PromptColumns.FOUND.promptIn(names).isPresent();
  }

  /** Whether all quotes are as RFC 4180 has them. */
  static boolean hasQuotesInPairs(Utf8Lines lines) throws IOException {
    try (CsvTable table = open(lines, true).orElse(null)) {
      Iterator<CSVRecord> records =
          table == null ? List.<CSVRecord>of().iterator() : table.records();
      while (records.hasNext()) {
        records.next();
      }
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The header and the rows; an {@link UncheckedIOException} is for {@link #report}. */
  Iterator<CSVRecord> records() {
    return parser.iterator();
  }

  /** The line of the file at which the next record begins. */
  long nextLine() {
    return before + parser.getCurrentLineNumber() + 1;
  }

  /** Says what made a record unreadable, and where that begins. */
  void report(UncheckedIOException failed, PromptIntake intake) {
    String why = failed.getCause().getMessage();
    Matcher unclosed = UNCLOSED.matcher(why);
    long line =
        unclosed.matches() ? Long.parseLong(unclosed.group(1)) : parser.getCurrentLineNumber();
    intake.problem(
        before + line,
        "is not CSV (%s), expected RFC 4180 with quotes in pairs"
            .formatted(
                unclosed.matches()
                    ? "a quote that nothing closes"
                    : MISPLACED.matcher(why).replaceFirst("letters behind a closing quote")));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
