package dev.prospector.driver.api;

import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.input.WritableText;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Prompts as a program gives them. */
final class PromptList {
  private PromptList() {}

  /**
   * The same prompts, their ordinals their positions.
   *
   * @param problems takes ids that are blank or not unique, columns that have no name or one of the
   *     results' own, and texts that can't be written
   */
  static List<Prompt> numbered(List<Prompt> prompts, Problems problems) {
    if (prompts.isEmpty()) {
      problems.add("no prompt was given, expected at least one");
    }
    List<Prompt> numbered = new ArrayList<>();
    Map<String, Integer> positions = new HashMap<>();
    Set<String> columns = new LinkedHashSet<>();
    for (Prompt prompt : prompts) {
      Integer twin = positions.putIfAbsent(prompt.id(), numbered.size());
      if (twin != null) {
        problems.add(
            "prompt %d: id %s is also that of prompt %d, expected unique ids"
                .formatted(numbered.size(), Problems.quote(prompt.id()), twin));
      }
      if (prompt.id().isBlank()) {
        problems.add("prompt %d: id is blank, expected a name".formatted(numbered.size()));
      }
      requireWritable(prompt, numbered.size(), problems);
      columns.addAll(prompt.columns().keySet());
      numbered.add(new Prompt(numbered.size(), prompt.id(), prompt.text(), prompt.columns()));
    }
    columns.forEach(column -> requireName(column, problems));
    return numbered;
  }

  /**
   * The same prompts, each with the columns of all of them: the results are one table. What one
   * does not have is null.
   */
  static List<Prompt> withAllColumns(List<Prompt> prompts) {
    Map<String, String> none = new LinkedHashMap<>();
    prompts.forEach(prompt -> prompt.columns().keySet().forEach(column -> none.put(column, null)));
    return prompts.stream()
        .map(
            prompt -> {
              Map<String, String> columns = new LinkedHashMap<>(none);
              columns.putAll(prompt.columns());
              return new Prompt(prompt.ordinal(), prompt.id(), prompt.text(), columns);
            })
        .toList();
  }

  private static void requireWritable(Prompt prompt, int position, Problems problems) {
    Map<String, String> texts = new LinkedHashMap<>(prompt.columns());
    texts.put("id", prompt.id());
    texts.put("text", prompt.text());
    texts.values().removeIf(Objects::isNull);
    texts.forEach(
        (what, text) ->
            WritableText.refusal(text)
                .ifPresent(why -> problems.add("prompt %d: %s %s".formatted(position, what, why))));
  }

  private static void requireName(String column, Problems problems) {
    if (column.isBlank()) {
      problems.add("a column's name is blank, expected one with letters");
    }
    WritableText.refusal(column)
        .ifPresent(why -> problems.add("column '%s' %s".formatted(Failures.line(column), why)));
    problems.collect(() -> ResultColumns.requireFree(column));
  }
}
