package dev.prospector.jobs.io;

import dev.prospector.driver.api.Judge;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * A table in which people said of a run's images whether they are right, in any format that prompts
 * may have: columns {@code prompt_id} and {@code rank} as in the run's results, the rank being 1
 * where there is no such column, and one of yes or no, true or false, 1 or 0; nothing if nobody
 * looked.
 */
public final class JudgedTable {
  private static final String PROMPT_ID = "prompt_id";
  private static final String RANK = "rank";

  private static final Map<String, Boolean> WORDS =
      Map.of(
          "yes", true, "true", true, "1", true, "1.0", true, //
          "no", false, "false", false, "0", false, "0.0", false);

  private final String file;
  private final String column;
  private final Problems problems = new Problems();
  private final SortedMap<Judge.Image, Boolean> right = new TreeMap<>();

  private JudgedTable(String file, String column) {
    this.file = file;
    this.column = column;
  }

  /**
   * Reads a table.
   *
   * @param file a path or a URI
   * @param column with what people said
   * @throws InvalidInputException with everything that is wrong with it
   */
  public static Judge read(String file, String column, Configuration conf) {
    if (!Prompts.areThere(file, conf)) {
      throw new InvalidInputException(
          "%s: no such file, expected a table of judged images".formatted(file));
    }
    PromptColumns columns =
        new PromptColumns(
            Optional.of(PROMPT_ID),
            Optional.of(PromptColumns.NONE),
            Optional.empty(),
            Optional.empty());
    JudgedTable table = new JudgedTable(file, column);
    List<Prompt> rows = Prompts.read(file, columns, conf).prompts();
    if (rows.stream().allMatch(row -> table.cell(row, column).isEmpty())) {
      table.problems.add(
          "%s: has nothing in column '%s', expected yes or no".formatted(file, column));
    }
    rows.forEach(table::add);
    table.problems.throwIfAny();
    return new Judge.ByPeople(Prompts.name(file) + ":" + column, table.right);
  }

  private void add(Prompt row) {
    Optional<String> said = cell(row, column);
    if (said.isEmpty()) {
      return;
    }
    Boolean isRight = WORDS.get(said.get().toLowerCase(Locale.ROOT));
    String rank = cell(row, RANK).orElse("1");
    if (isRight == null) {
      wrong(row, column, said.get(), "yes or no, true or false, 1 or 0");
    } else if (!rank.matches("[1-9][0-9]{0,8}")) {
      wrong(row, RANK, rank, "a whole number from 1");
    } else if (right.put(new Judge.Image(row.text(), Integer.parseInt(rank)), isRight) != null) {
      wrong(row, PROMPT_ID, row.text(), "each image once, and this one was there before");
    }
  }

  private void wrong(Prompt row, String name, String found, String expected) {
    problems.add(
        "%s: row %s: %s was %s, expected %s"
            .formatted(file, row.id(), name, Problems.quote(found), expected));
  }

  /** What stands in a column, blanks cut off; results' own columns are carried by other names. */
  private Optional<String> cell(Prompt row, String name) {
    String carried = ResultColumns.isOwn(name) ? CarriedColumns.PREFIX + name : name;
    return Optional.ofNullable(row.columns().get(carried))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
