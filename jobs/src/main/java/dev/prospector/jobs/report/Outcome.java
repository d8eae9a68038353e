package dev.prospector.jobs.report;

import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * What a run came to, for a terminal.
 *
 * @param lines scores and costs
 * @param failures what failed and why, a line for each reason; empty if nothing did
 */
public record Outcome(List<String> lines, List<String> failures) {
  private static final int MOST_IDS = 10;
  private static final int MOST_REASONS = 5;

  public Outcome {
    lines = List.copyOf(lines);
    failures = List.copyOf(failures);
  }

  /** Of a run that has ended. */
  public static Outcome of(RunDirectory directory, RunRecord run, Configuration conf) {
    try {
      RunResults found = RunResults.read(RunCommits.of(directory, conf), run, conf);
      return new Outcome(lines(run, found), failures(found));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the results", e);
    }
  }

  private static List<String> lines(RunRecord run, RunResults found) {
    List<String> lines = new ArrayList<>();
    for (int v = 0; v < found.verifiers().size(); v++) {
      RunResults.Comparison scores = found.compare(v, found.prompts());
      if (scores.difference().n() > 0) {
        Scale scale = found.scales().get(v);
        String score =
            "%s, %s: %s → %s"
                .formatted(
                    found.verifiers().get(v),
                    found.role(v),
                    scale.score(scores.first().mean()),
                    scale.score(scores.best().mean()));
        lines.add(plain(score));
      }
    }
    if (!lines.isEmpty()) {
      lines.add(0, "first samples → winners, by mean score:");
    }
    if (found.searched() == 0) {
      lines.add(
          run.verifiers().by()
              + ", searched: it judges all winners together, so no image has a score by it");
    }
    RunRecord.Totals totals = run.totals();
    lines.add(
        "%s, %s, NFE %s, %s"
            .formatted(
                Text.counted(totals.prompts(), "prompt"),
                Text.counted(totals.candidates(), "candidate"),
                Text.count(totals.nfeCredited()),
                Text.duration(totals.seconds())));
    return lines;
  }

  /** Terminals copy better without the page's spaces and signs. */
  static String plain(String text) {
    return text.replace('\u00a0', ' ').replace('−', '-');
  }

  private static List<String> failures(RunResults found) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (ResultRow.Failed failed : found.failed()) {
      byReason.computeIfAbsent(failed.error(), why -> new ArrayList<>()).add(failed.promptId());
    }
    int all = found.failed().size() + found.prompts().size();
    List<String> lines = new ArrayList<>();
    byReason.entrySet().stream()
        .limit(MOST_REASONS)
        .forEach(
            entry ->
                lines.add(
                    "%s of %s failed (%s): %s"
                        .formatted(
                            Text.count(entry.getValue().size()),
                            Text.counted(all, "prompt"),
                            ids(entry.getValue()),
                            entry.getKey())));
    if (byReason.size() > MOST_REASONS) {
      lines.add(
          "%s more failed for other reasons, which their rows tell"
              .formatted(
                  Text.count(
                      byReason.values().stream().skip(MOST_REASONS).mapToInt(List::size).sum())));
    }
    return lines;
  }

  private static String ids(List<String> ids) {
    return String.join(", ", ids.subList(0, Math.min(MOST_IDS, ids.size())))
        + (ids.size() > MOST_IDS ? ", …" : "");
  }
}
