package dev.prospector.jobs.report;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The images of the prompts that are shown, by prompt id.
 *
 * @param first samples
 * @param best winners
 */
record Images(Map<String, Thumbnail> first, Map<String, Thumbnail> best) {
  /** Of all images together, before base64 adds a third. */
  private static final int BYTES = 5 << 20;

  private static final int MOST_BYTES_EACH = 48 << 10;

  static Images read(RunCommits commits, Selection selection, Configuration conf)
      throws IOException {
    Set<String> shown =
        selection.prompts().stream().map(PromptResult::id).collect(Collectors.toSet());
    return new Images(
        read(commits.baseline(), 0, shown, conf), read(commits.results(), 1, shown, conf));
  }

  private static Map<String, Thumbnail> read(
      List<Path> parts, int rank, Set<String> shown, Configuration conf) throws IOException {
    int bytes = Math.min(MOST_BYTES_EACH, BYTES / (2 * Math.max(1, shown.size())));
    Map<String, Thumbnail> images = new HashMap<>();
    for (Path part : parts) {
      try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
        while (rows.hasNext()) {
          if (rows.next() instanceof ResultRow.Found found
              && found.rank() == rank
              && found.image() != null
              && shown.contains(found.promptId())) {
            images.put(found.promptId(), Thumbnail.of(found.image().bytes(), bytes));
          }
        }
      }
    }
    return images;
  }
}
