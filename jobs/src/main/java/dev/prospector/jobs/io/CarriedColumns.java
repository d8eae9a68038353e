package dev.prospector.jobs.io;

import dev.prospector.driver.record.ResultColumns;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names under which a file's columns are carried to the results: their own, unless the results
 * have a column of that name, or another differs in case alone, which many readers don't tell
 * apart. What images are led away from is called {@link Prompt#NEGATIVE}, however it is spelt.
 */
final class CarriedColumns {
  static final String PREFIX = "input_";

  private final Map<String, String> names = new LinkedHashMap<>();
  private final Set<String> taken = new TreeSet<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<String> negative = Optional.empty();

  /** Looks among columns for the one with what images are led away from. */
  void seek(Collection<String> columns) {
    negative = negative.or(() -> PromptColumns.negativeIn(columns));
  }

  /** The name of a column, the same each time. */
  String name(String column) {
    return names.computeIfAbsent(column, this::free);
  }

  private String free(String column) {
    seek(List.of(column));
    boolean isNegative = negative.filter(column::equals).isPresent();
    boolean isOwn = ResultColumns.isOwn(column);
    String wanted = isNegative ? Prompt.NEGATIVE : isOwn ? PREFIX + column : column;
    String name = wanted;
    for (int i = 2; ResultColumns.isOwn(name) || !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = wanted + "_" + i;
    }
    if (!name.equals(column)) {
      notes.add(
          "column '%s' is carried as '%s': %s"
              .formatted(
                  column,
                  name,
                  isNegative
                      ? "images are led away from what it says"
                      : isOwn
                          ? "the results have one of that name"
                          : "the name is taken by another"));
    }
    return name;
  }

  /** How many there are. */
  int count() {
    return names.size();
  }

  /** Which have other names than in the file, a sentence each. */
  List<String> notes() {
    return notes;
  }
}
