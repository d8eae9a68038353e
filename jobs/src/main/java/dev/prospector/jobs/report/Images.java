package dev.prospector.jobs.report;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The images of the prompts that are shown, by prompt id.
 *
 * @param first samples
 * @param best winners, the best first
 */
record Images(Map<String, Shown> first, Map<String, List<Shown>> best) {
  /** Of a prompt's winners; the others stand in the results. */
  static final int MOST_RANKS = 16;

  /** Of all images of a page together, before base64 adds a third. */
  private static final int BYTES = 5 << 20;

  private static final int MOST_BYTES_EACH = 96 << 10;

  /** A run's files may be anyone's: nothing else becomes a link. */
  private static final Pattern FILE = Pattern.compile("images/\\d{5,}-\\d+\\.png");

  /**
   * An image on the page.
   *
   * @param rank 0 is the first sample
   * @param thumbnail null if it can't be read
   * @param file where it lies whole in the run's directory, or null
   * @param scores in the report's order of verifiers
   */
  record Shown(int rank, Thumbnail thumbnail, String file, List<Double> scores) {}

  /**
   * Reads first samples and winners for a page of one run.
   *
   * @param prompts ids of those that are shown
   */
  static Images read(
      RunCommits commits, RunResults findings, Set<String> prompts, Configuration conf)
      throws IOException {
    int ranks = Math.min(MOST_RANKS, findings.ranks());
    Reader reader = Reader.of(findings, prompts, 1 + ranks, conf);
    Map<String, Shown> first = new HashMap<>();
    reader.read(commits.baseline(), 0, 0).forEach((id, shown) -> first.put(id, shown.get(0)));
    return new Images(first, reader.read(commits.results(), 1, ranks));
  }

  /**
   * Reads the best winners alone.
   *
   * @param prompts ids of those that are shown
   * @param runs how many share the page
   */
  static Images winners(
      RunCommits commits, RunResults findings, Set<String> prompts, int runs, Configuration conf)
      throws IOException {
    Reader reader = Reader.of(findings, prompts, runs, conf);
    return new Images(Map.of(), reader.read(commits.results(), 1, 1));
  }

  /** Whether some lie as files in the run's directory. */
  boolean areFiles() {
    return best.values().stream().flatMap(List::stream).anyMatch(shown -> shown.file() != null);
  }

  /** The best winner of a prompt, or null. */
  Shown winner(String prompt) {
    List<Shown> winners = best.getOrDefault(prompt, List.of());
    return winners.isEmpty() ? null : winners.get(0);
  }

  private record Reader(
      List<String> verifiers, Set<String> prompts, int bytes, Configuration conf) {

    static Reader of(RunResults findings, Set<String> prompts, int each, Configuration conf) {
      int bytes = BYTES / (each * Math.max(1, prompts.size()));
      return new Reader(findings.verifiers(), prompts, Math.min(MOST_BYTES_EACH, bytes), conf);
    }

    Map<String, List<Shown>> read(List<Path> parts, int from, int to) throws IOException {
      Map<String, List<Shown>> images = new HashMap<>();
      for (Path part : parts) {
        try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
          while (rows.hasNext()) {
            if (rows.next() instanceof ResultRow.Found found
                && found.rank() >= from
                && found.rank() <= to
                && found.image() != null
                && prompts.contains(found.promptId())) {
              images.computeIfAbsent(found.promptId(), id -> new ArrayList<>()).add(shown(found));
            }
          }
        }
      }
      return images;
    }

    private Shown shown(ResultRow.Found found) throws IOException {
      String path = found.image().path();
      return new Shown(
          found.rank(),
          Thumbnail.of(found.image().bytes(), bytes),
          path != null && FILE.matcher(path).matches() ? path : null,
          RunResults.inOrder(found.scores(), verifiers));
    }
  }
}
