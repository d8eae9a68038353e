package dev.prospector.jobs.curate;

import com.typesafe.config.ConfigObject;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.curation.CurationSpec;
import dev.prospector.driver.curation.Rule;
import dev.prospector.driver.curation.column.AddedColumns;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.export.Export;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.curation.export.Splits;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.selection.Selection;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.SettingValues.Given;
import dev.prospector.jobs.config.ConfigBlock;
import dev.prospector.jobs.config.ConfigFiles;
import dev.prospector.jobs.config.Hocon;
import dev.prospector.jobs.config.JobSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code curate --config} reads.
 *
 * @param out the data set's directory
 * @param sources of prompts
 * @param spec what is made of them
 * @param cluster where it runs
 */
public record CurationFile(
    String out, List<SourceEntry> sources, CurationSpec spec, JobSettings.Cluster cluster) {

  public CurationFile {
    sources = List.copyOf(sources);
  }

  /**
   * Reads one.
   *
   * @param sets {@code key=value} that are laid over the file, {@code search.candidates=4} too
   * @param redaction learns what is secret in it
   * @throws InvalidInputException with everything that is wrong with it
   */
  public static CurationFile read(
      String file, List<String> sets, ConfigFiles files, Redaction redaction) {
    Problems problems = new Problems();
    ConfigBlock keys = ConfigBlock.root(file, sets, files, problems);
    Optional<String> out = keys.text("out");
    if (out.isEmpty()) {
      problems.add(file + ": key 'out' is missing, expected the data set's directory");
    }
    List<SourceEntry> sources = new SourceBlocks(keys, problems).sources();
    if (sources.isEmpty() && !problems.any()) {
      problems.add(file + ": key 'sources' is missing, expected files or tables of prompts");
    }
    SearchSpec search = search(keys, redaction, problems);
    AddedColumns columns = new ColumnBlocks(keys, problems).columns();
    List<Rule> rules = keys.texts("rules", Rule::new);
    rules.forEach(rule -> problems.collect(rule::requireForm));
    AlikeBlocks alike = new AlikeBlocks(keys, problems);
    Optional<PromptDuplicates> repeated = alike.prompts();
    Optional<Features> features = alike.features();
    Optional<Duplicates> duplicates = alike.duplicates();
    Optional<Selection> selection = alike.selection();
    Splits splits = splits(keys);
    List<Export> exports = exports(keys, problems);
    boolean keepsGone = keys.truth("keep-gone", true);
    boolean allowsEmpty = keys.truth("allow-empty", false);
    Optional<String> master = keys.text("master");
    Map<String, String> spark = keys.block("spark").flat();
    keys.requireNoOthers();
    problems.throwIfAny();
    JobSettings.Cluster cluster = new JobSettings.Cluster(master, spark);
    redaction.learn(cluster.sparkSettings());
    return new CurationFile(
        out.orElseThrow(),
        sources,
        new CurationSpec(
            search,
            repeated,
            columns,
            rules,
            features,
            duplicates,
            selection,
            splits,
            exports,
            keepsGone,
            allowsEmpty),
        cluster);
  }

  private static Splits splits(ConfigBlock keys) {
    Optional<ConfigBlock> block = keys.optionalBlock("splits");
    if (block.isEmpty()) {
      return Splits.NONE;
    }
    Map<String, Double> shares = new TreeMap<>();
    for (String name : block.get().entries().keySet()) {
      block
          .get()
          .number(name, 0, 1, "a share above 0 and at most 1")
          .ifPresent(share -> shares.put(name, share));
    }
    return block.get().made(() -> new Splits(shares)).orElse(Splits.NONE);
  }

  private static List<Export> exports(ConfigBlock keys, Problems problems) {
    ConfigBlock block = keys.block("exports");
    List<Export> exports = new ArrayList<>();
    block
        .entries()
        .forEach(
            (kind, value) -> {
              Map<String, String> options = new TreeMap<>();
              if (value instanceof ConfigObject object) {
                object.forEach((name, one) -> options.put(name, String.valueOf(one.unwrapped())));
              } else {
                block.wrong(kind, value, "an object of options, such as {}");
              }
              Problems own = new Problems();
              Exports.of(kind, options, own).ifPresent(exports::add);
              try {
                own.throwIfAny();
              } catch (InvalidInputException e) {
                problems.add(
                    "%s: exports: %s".formatted(Hocon.place(value.origin()), e.getMessage()));
              }
            });
    return exports;
  }

  /** The block {@code search}, whose keys are those of {@code search --config}. */
  private static SearchSpec search(ConfigBlock keys, Redaction redaction, Problems problems) {
    SettingValues values = SearchSpec.noValues();
    Map<String, Given> given = new TreeMap<>();
    keys.block("search")
        .entries()
        .forEach(
            (key, value) -> {
              if (!values.knows(key)) {
                problems.add(
                    "%s: key 'search.%s' is unknown; %s"
                        .formatted(
                            Hocon.place(value.origin()), key, NameSuggestions.hint(key, values)));
              } else {
                given.put(key, ConfigBlock.given(key, value, redaction));
              }
            });
    problems.collect(() -> values.lay(given));
    Problems ofSearch = new Problems(values::sentence);
    SearchSpec spec = SearchSpec.read(values, ofSearch);
    problems.collect(ofSearch::throwIfAny);
    return spec;
  }
}
