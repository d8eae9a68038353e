package dev.prospector.driver.ml;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.input.WritableText;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The prompts of a DataFrame, each once however many rows have it, in the order of their ids: rows
 * come in another order with every shuffle, and a run goes on only with the prompts that it had.
 *
 * @param prompts what can be searched for
 * @param refused why another can't be, by its id, which may be null
 */
record PromptRows(List<Prompt> prompts, Map<String, String> refused) {

  /**
   * Collects them.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if an id stands for several
   */
  static PromptRows of(Dataset<?> rows, PromptColumns columns) {
    Comparator<Row> byId =
        Comparator.<Row, String>comparing(
                row -> row.getString(0), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Row::toString);
    List<Row> sorted =
        rows.select(columns.all(rows)).distinct().collectAsList().stream().sorted(byId).toList();
    List<Prompt> prompts = new ArrayList<>();
    Map<String, String> refused = new LinkedHashMap<>();
    Map<String, Row> seen = new LinkedHashMap<>();
    Problems problems = new Problems();
    for (Row row : sorted) {
      String id = row.getString(0);
      Row twin = id == null ? null : seen.putIfAbsent(id, row);
      Optional<String> refusal = refusal(row, columns);
      if (twin != null) {
        problems.add(
            "id %s stands for %s and for %s, expected one prompt for each id"
                .formatted(Problems.quote(id), shown(twin), shown(row)));
      } else if (refusal.isPresent()) {
        refused.put(id, refusal.get());
      } else {
        prompts.add(columns.prompt(prompts.size(), row));
      }
    }
    problems.throwIfAny();
    return new PromptRows(prompts, refused);
  }

  private static Optional<String> refusal(Row row, PromptColumns columns) {
    return columns
        .id()
        .flatMap(name -> refusal("the id", row.getString(0)))
        .or(() -> refusal("the prompt", row.getString(1)));
  }

  private static Optional<String> refusal(String what, String text) {
    return text != null && !text.isBlank()
        ? WritableText.refusal(text).map(why -> what + " " + why)
        : Optional.of("%s is %s, expected a text".formatted(what, text == null ? "null" : "blank"));
  }

  /** All but the id. */
  private static String shown(Row row) {
    return String.join(
        " with ",
        IntStream.range(1, row.size())
            .mapToObj(i -> row.isNullAt(i) ? "null" : Problems.quote(row.getString(i)))
            .toList());
  }
}
