package dev.prospector.driver.curation.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.prospector.driver.curation.dataset.Manifest;
import dev.prospector.driver.record.CommittedFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * The {@code README.md} of an export: which files are which split, for Hugging Face {@code
 * datasets} and its hub, and for people what is in it and how it came to be.
 *
 * @param text of it
 */
record Card(String text) {
  private static final List<String> SIZES =
      List.of("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T");

  private static final int DIGITS = 12;

  /**
   * Describes a version.
   *
   * @param files those of a split, with %s for its name
   */
  static Card of(CommittedVersion version, CardOptions options, String files) {
    return of(version, options, files, null);
  }

  /**
   * The same for an export that has not all splits.
   *
   * @param splits those that it has, in order; null for all
   */
  static Card of(CommittedVersion version, CardOptions options, String files, List<String> splits) {
    CardStatistics statistics = CardStatistics.of(version.rows());
    String title = options.title() == null ? version.name() : options.title();
    StringBuilder text = new StringBuilder();
    List<String> all = List.copyOf(statistics.splits().keySet());
    yaml(title, options, statistics.images(), files, splits == null ? all : splits, text);
    Manifest manifest = version.manifest();
    line(text, "# %s", title);
    line(
        text,
        "Version %d: %s of %s, found by Prospector in the noise that `%s` starts from.",
        manifest.version(),
        counted(statistics.images(), "image"),
        counted(statistics.prompts(), "prompt"),
        manifest.bundle());
    splits(statistics, text);
    scores(statistics, text);
    funnel(manifest, text);
    making(manifest, text);
    licences(options, text);
    return new Card(text.toString());
  }

  /** The same with more at its end. */
  Card with(String more) {
    return new Card(text + more);
  }

  CommittedFile write(Target target) throws IOException {
    return target.write("README.md", text.getBytes(UTF_8));
  }

  private static void yaml(
      String title,
      CardOptions options,
      long images,
      String files,
      List<String> splits,
      StringBuilder text) {
    text.append("---\n");
    text.append("pretty_name: ").append(quoted(title)).append('\n');
    if (options.license() != null) {
      text.append("license: ").append(quoted(options.license())).append('\n');
    }
    text.append("task_categories:\n- text-to-image\n");
    text.append("size_categories:\n- ").append(size(images)).append('\n');
    text.append("tags:\n- prospector\n- synthetic\n");
    text.append("configs:\n- config_name: default\n  data_files:\n");
    for (String split : splits.isEmpty() ? List.of(Splits.TRAIN) : splits) {
      text.append("  - split: ").append(split).append('\n');
      text.append("    path: ").append(quoted(files.formatted(split))).append('\n');
    }
    text.append("---\n");
  }

  /** A text of JSON is one of YAML. */
  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  /** As the hub has them. */
  private static String size(long images) {
    long bound = 1000;
    for (int i = 0; i < SIZES.size(); i++, bound *= 10) {
      if (images < bound) {
        return i == 0 ? "n<1K" : SIZES.get(i - 1) + "<n<" + SIZES.get(i);
      }
    }
    return "n>1T";
  }

  private static void splits(CardStatistics statistics, StringBuilder text) {
    line(text, "## Splits");
    line(text, "No prompt is in two of them, and none moves when the data set grows.");
    head(text, true, "split", "images", "prompts");
    statistics
        .splits()
        .forEach((split, counts) -> row(text, split, counts.images(), counts.prompts()));
  }

  private static void scores(CardStatistics statistics, StringBuilder text) {
    if (statistics.scores().isEmpty()) {
      return;
    }
    line(text, "## Scores");
    head(text, true, "", "images", "lowest", "5 %", "median", "95 %", "highest");
    for (CardStatistics.Scores scores : statistics.scores()) {
      text.append("| ").append(cell(scores.of()));
      text.append(String.format(Locale.ROOT, " | %,d", scores.images()));
      for (double quantile : scores.quantiles()) {
        text.append(String.format(Locale.ROOT, " | %.4f", quantile));
      }
      text.append(" |\n");
    }
    if (statistics.moreCategories() > 0) {
      line(text, "And %,d smaller categories.", statistics.moreCategories());
    }
  }

  private static String counted(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private static void funnel(Manifest manifest, StringBuilder text) {
    if (manifest.stages().isEmpty()) {
      return;
    }
    line(text, "## From prompts to images");
    head(text, true, "after", "rows");
    manifest.stages().forEach(stage -> row(text, stage.name(), stage.rows()));
  }

  private static void making(Manifest manifest, StringBuilder text) {
    line(text, "## How it was made");
    line(
        text,
        "Searches maximised %s; %s only watched.",
        names(manifest.searched(), "no verifier"),
        names(manifest.heldOut(), "none"));
    head(text, !manifest.searches().isEmpty(), "search", "prompts", "failed", "evaluations");
    for (Manifest.Search search : manifest.searches()) {
      row(text, search.name(), search.prompts(), search.failed(), search.nfe());
    }
    head(text, !manifest.sources().isEmpty(), "prompts from", "prompts", "SHA-256");
    for (Manifest.Source source : manifest.sources()) {
      String name = new Path(source.path()).getName(); // Where it lies is nobody's business.
      row(text, name, source.prompts(), start(source.sha256()));
    }
    head(text, !manifest.sha256().isEmpty(), "file of model or verifier", "SHA-256");
    manifest.sha256().forEach((file, digest) -> row(text, file, start(digest)));
    head(text, !manifest.versions().isEmpty(), "of", "version");
    manifest.versions().forEach((name, version) -> row(text, name, version));
  }

  private static void licences(CardOptions options, StringBuilder text) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("images", options.license());
    given.put("model", options.modelLicense());
    given.put("prompts", options.promptsLicense());
    line(text, "## Licences");
    text.append('\n');
    given.forEach(
        (what, license) ->
            text.append("* ")
                .append(what)
                .append(": ")
                .append(license == null ? "not stated" : license)
                .append('\n'));
  }

  private static String names(List<String> names, String none) {
    return names.isEmpty() ? none : "`" + String.join("`, `", names) + "`";
  }

  private static String start(String digest) {
    return digest.length() > DIGITS ? digest.substring(0, DIGITS) + "…" : digest;
  }

  /** Begins a table, if it has rows; numbers stand to the right of the first column. */
  private static void head(StringBuilder text, boolean hasRows, String... columns) {
    if (hasRows) {
      text.append("\n| ").append(String.join(" | ", columns)).append(" |\n| ---");
      text.append(" | ---:".repeat(columns.length - 1)).append(" |\n");
    }
  }

  private static void row(StringBuilder text, Object... cells) {
    for (Object value : cells) {
      String cell =
          value instanceof Long number ? String.format(Locale.ROOT, "%,d", number) : cell(value);
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }

  private static String cell(Object value) {
    return value.toString().replace("|", "\\|").replaceAll("\\R", " ");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append('\n').append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
