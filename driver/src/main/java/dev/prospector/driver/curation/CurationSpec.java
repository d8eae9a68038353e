package dev.prospector.driver.curation;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A curated data set as data: all that decides what is in it, but for the prompts.
 *
 * @param search how images are found
 * @param rules which of them stay, in the order in which they are asked
 * @param keepsGone whether a prompt that no source has any more stays with its images
 * @param allowsEmpty whether there may be a version without images
 */
public record CurationSpec(
    SearchSpec search, List<Rule> rules, boolean keepsGone, boolean allowsEmpty) {

  public CurationSpec {
    Objects.requireNonNull(search, "search");
    rules = List.copyOf(rules);
    requireSettled(search);
  }

  /** Every night must search as the first did, whatever prompts and machines it has. */
  private static void requireSettled(SearchSpec search) {
    Problems problems = new Problems();
    if (search.target().verifier().isEmpty()) {
      problems.add(
          "search.verifier is not set, expected one: which would be taken depends on the prompts,"
              + " and a data set has new ones every night");
    }
    if (search.target().heldOut().isEmpty()) {
      problems.add(
          "search.held-out is auto, expected names, or none: who is taken depends on the prompts");
    }
    if (search.execution().batch().isEmpty()) {
      problems.add(
          "search.batch is auto, expected a number: scores depend on it a little, and the next"
              + " night's machines may be others");
    }
    problems.throwIfAny();
  }

  /** What it holds, as a manifest has it. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("search", search.values());
    values.put("rules", rules.stream().map(Rule::words).toList());
    values.put("keep-gone", keepsGone);
    values.put("allow-empty", allowsEmpty);
    return values;
  }

  static InvalidInputException empty(String after) {
    return new InvalidInputException(
        "no image is left after %s, expected at least one; allow-empty = true makes a version without any"
            .formatted(after));
  }
}
