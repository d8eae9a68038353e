package dev.prospector.driver.api;

import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prompts as a program gives them. */
final class PromptList {
  private PromptList() {}

  /**
   * The same prompts, their ordinals their positions.
   *
   * @param problems takes ids that are not unique, and columns that are the results' own
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
      columns.addAll(prompt.columns().keySet());
      numbered.add(new Prompt(numbered.size(), prompt.id(), prompt.text(), prompt.columns()));
    }
    columns.forEach(column -> problems.collect(() -> ResultColumns.requireFree(column)));
    return numbered;
  }
}
