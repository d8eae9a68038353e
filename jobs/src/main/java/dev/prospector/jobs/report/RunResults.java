package dev.prospector.jobs.report;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The results of a run without their images.
 *
 * @param verifiers searched ones first
 * @param searched how many of them were searched
 * @param scales how each one's scores are written
 * @param ranks the most winners that a prompt has
 * @param failed prompts without an image
 */
record RunResults(
    List<String> verifiers,
    int searched,
    List<Scale> scales,
    int ranks,
    List<PromptResult> prompts,
    List<ResultRow.Failed> failed) {

  private static final String CATEGORY = "category";

  /** In whatever case the prompts' file has it. */
  private static String category(Map<String, String> columns) {
    return columns.entrySet().stream()
        .filter(column -> column.getKey().equalsIgnoreCase(CATEGORY))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  static RunResults read(RunCommits commits, RunRecord run, Configuration conf) throws IOException {
    List<String> verifiers = run.verifiers().all();
    Map<String, List<Double>> first = new HashMap<>();
    for (Path part : commits.baseline()) {
      try (Rows<ResultRow> rows = ResultFile.readWithoutImages(part, conf)) {
        while (rows.hasNext()) {
          if (rows.next() instanceof ResultRow.Found found) {
            first.put(found.promptId(), inOrder(found.scores(), verifiers));
          }
        }
      }
    }

    List<Double> missing = verifiers.stream().map(v -> Double.NaN).toList();
    List<PromptResult> prompts = new ArrayList<>();
    List<ResultRow.Failed> failed = new ArrayList<>();
    int ranks = 0;
    for (Path part : commits.results()) {
      try (Rows<ResultRow> rows = ResultFile.readWithoutImages(part, conf)) {
        while (rows.hasNext()) {
          ResultRow row = rows.next();
          if (row instanceof ResultRow.Failed failure) {
            failed.add(failure);
          } else if (row instanceof ResultRow.Found found) {
            ranks = Math.max(ranks, found.rank());
            if (found.rank() == 1) {
              List<Double> before = first.getOrDefault(found.promptId(), missing);
              prompts.add(prompt(found, before, inOrder(found.scores(), verifiers)));
            }
          }
        }
      }
    }
    List<Scale> scales = verifiers.stream().map(Scale::of).toList();
    int searched = run.verifiers().searched().size();
    return new RunResults(verifiers, searched, scales, ranks, prompts, failed);
  }

  private static PromptResult prompt(
      ResultRow.Found winner, List<Double> before, List<Double> after) {
    return new PromptResult(
        winner.promptId(),
        winner.prompt(),
        category(winner.columns()),
        before,
        after,
        winner.lineage(),
        winner.nfe());
  }

  boolean isSearched(int verifier) {
    return verifier < searched;
  }

  boolean hasHeldOut() {
    return searched < verifiers.size();
  }

  /** The verifier to judge the run by: the first held-out one, else the first searched one. */
  int judge() {
    return hasHeldOut() ? searched : 0;
  }

  String role(int verifier) {
    return isSearched(verifier) ? "searched" : "held out";
  }

  /** First samples, winners, and their paired differences, over prompts that have both. */
  Comparison compare(int verifier, List<PromptResult> among) {
    List<PromptResult> paired =
        among.stream().filter(p -> Double.isFinite(p.gain(verifier))).toList();
    return new Comparison(
        Interval.of(values(paired, p -> p.first().get(verifier))),
        Interval.of(values(paired, p -> p.best().get(verifier))),
        Interval.ofDifferences(
            values(paired, p -> p.first().get(verifier)),
            values(paired, p -> p.best().get(verifier))));
  }

  /** The difference is that of each prompt with itself. */
  record Comparison(Interval first, Interval best, Interval difference) {}

  private static double[] values(List<PromptResult> among, ToDoubleFunction<PromptResult> value) {
    return among.stream().mapToDouble(value).toArray();
  }

  static List<Double> inOrder(SortedMap<String, Double> scores, List<String> verifiers) {
    return verifiers.stream().map(v -> scores.getOrDefault(v, Double.NaN)).toList();
  }
}
