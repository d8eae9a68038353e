package dev.prospector.jobs.report;

import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.search.Objective;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What the searched verifiers say of winners and, in waves that are not over, of who leads.
 *
 * @param verifiers that were searched by
 * @param scores of one image of each prompt, in their order, by the prompt's id
 * @param inProgress prompts whose search is not over
 * @param rounds that have begun for them
 */
record Standing(
    List<String> verifiers, Map<String, List<Double>> scores, int inProgress, int rounds) {

  /** Reads no more of a run than this takes: the rows of winners, and the log of what goes on. */
  static Standing read(RunRecord run, Objective objective, RunCommits commits, Configuration conf)
      throws IOException {
    List<String> searched = run.verifiers().searched();
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    for (Path part : commits.results()) {
      try (Rows<ResultRow> rows = ResultFile.readWithoutImages(part, conf)) {
        while (rows.hasNext()) {
          if (rows.next() instanceof ResultRow.Found found && found.rank() == 1) {
            scores.put(found.promptId(), RunResults.inOrder(found.scores(), searched));
          }
        }
      }
    }
    RunProgress.Listener nobody = (prompt, progress) -> {};
    Map<String, Progress> inProgress =
        RunProgress.read(commits.logsInProgress(), objective, searched, nobody, conf);
    int rounds = 0;
    for (Map.Entry<String, Progress> prompt : inProgress.entrySet()) {
      rounds = Math.max(rounds, prompt.getValue().rounds());
      if (prompt.getValue().images() > 0) {
        Scores leader = prompt.getValue().now().image().scores();
        scores.putIfAbsent(
            prompt.getKey(), IntStream.range(0, searched.size()).mapToObj(leader::of).toList());
      }
    }
    return new Standing(searched, scores, inProgress.size(), rounds);
  }

  /** The mean by a verifier; NaN if nothing has a score. */
  double mean(int verifier) {
    return scores.values().stream()
        .mapToDouble(one -> one.get(verifier))
        .average()
        .orElse(Double.NaN);
  }

  /** The best by a verifier. */
  double best(int verifier) {
    return scores.values().stream().mapToDouble(one -> one.get(verifier)).max().orElse(Double.NaN);
  }
}
