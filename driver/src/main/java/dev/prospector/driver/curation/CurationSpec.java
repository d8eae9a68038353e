package dev.prospector.driver.curation;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.export.Export;
import dev.prospector.driver.curation.export.Splits;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.selection.Selection;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * A curated data set as data: all that decides what is in it, but for the prompts.
 *
 * @param search how images are found
 * @param prompts which prompts say what another has said before, and are not searched
 * @param columns that rows are given before rules are asked
 * @param rules which images stay, in the order in which they are asked
 * @param features by which images are alike; if there are none, those of the model
 * @param duplicates which of those that are left are too much alike
 * @param selection how many of those are chosen, and how
 * @param splits which part of the data set a prompt is in
 * @param exports what is written of each version
 * @param keepsGone whether a prompt that no source has any more stays with its images
 * @param allowsEmpty whether there may be a version without images
 */
public record CurationSpec(
    SearchSpec search,
    Optional<PromptDuplicates> prompts,
    AddedColumns columns,
    List<Rule> rules,
    Optional<Features> features,
    Optional<Duplicates> duplicates,
    Optional<Selection> selection,
    Splits splits,
    List<Export> exports,
    boolean keepsGone,
    boolean allowsEmpty) {

  public CurationSpec {
    Objects.requireNonNull(search, "search");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(splits, "splits");
    rules = List.copyOf(rules);
    exports = List.copyOf(exports);
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

  /** One that keeps what passes rules, and exports nothing. */
  public CurationSpec(SearchSpec search, List<Rule> rules, boolean keepsGone, boolean allowsEmpty) {
    this(
        search,
        Optional.empty(),
        AddedColumns.NONE,
        rules,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Splits.NONE,
        List.of(),
        keepsGone,
        allowsEmpty);
  }

  /**
   * What it holds, as a manifest has it but for its columns; exports are made of versions, and are
   * none of them.
   */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("search", new Redaction().settings(search.values()));
    prompts.ifPresent(found -> values.put("prompts", found));
    values.put("rules", rules.stream().map(Rule::words).toList());
    features.ifPresent(found -> values.put("features", found));
    duplicates.ifPresent(found -> values.put("duplicates", found));
    selection.ifPresent(found -> values.put("select", found));
    values.put("splits", splits.shares());
    values.put("keep-gone", keepsGone);
    values.put("allow-empty", allowsEmpty);
    return values;
  }

  /** A configuration with what there is of images that none may be alike. */
  Map<String, Object> within(Map<String, Object> configuration, Configuration conf) {
    Map<String, Object> values = new LinkedHashMap<>(configuration);
    List<ReferenceSet> against = duplicates.map(Duplicates::against).orElse(List.of());
    if (!against.isEmpty()) {
      values.put("against", against.stream().map(set -> set.listing(conf)).toList());
    }
    return values;
  }

  static InvalidInputException empty(String after) {
    return new InvalidInputException(
        "no image is left after %s, expected at least one; allow-empty = true makes a version without any"
            .formatted(after));
  }
}
