package dev.prospector.driver.api;

import dev.prospector.driver.calibration.Verdict;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.executors.candidate.NoiseLineage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What people said of results, for the candidates that became them: an image of a prompt is known
 * by its noise.
 */
record VerdictsOfPeople(Map<String, Map<NoiseLineage, Boolean>> right)
    implements RunCalibration.Verdicts {

  /**
   * Finds the images in a run's results.
   *
   * @throws InvalidInputException if there is one that they do not have
   */
  static VerdictsOfPeople read(Judge.ByPeople people, RunCommits run, Configuration conf)
      throws IOException {
    Map<String, Map<NoiseLineage, Boolean>> right = new TreeMap<>();
    SortedSet<Judge.Image> unseen = new TreeSet<>(people.right().keySet());
    for (Path part : run.results()) {
      try (Rows<ResultRow> rows = ResultFile.readWithoutImages(part, conf)) {
        while (rows.hasNext()) {
          if (rows.next() instanceof ResultRow.Found found) {
            Judge.Image image = new Judge.Image(found.promptId(), found.rank());
            if (unseen.remove(image)) {
              right
                  .computeIfAbsent(found.promptId(), id -> new HashMap<>())
                  .put(found.lineage(), people.right().get(image));
            }
          }
        }
      }
    }
    if (!unseen.isEmpty()) {
      throw new InvalidInputException(
          "%s names rank %d of prompt \"%s\"%s, expected images of the run's results"
              .formatted(
                  people.name(),
                  unseen.first().rank(),
                  unseen.first().promptId(),
                  unseen.size() == 1 ? "" : " and %d more".formatted(unseen.size() - 1)));
    }
    return new VerdictsOfPeople(right);
  }

  @Override
  public Verdict of(LoggedCandidate row, Map<String, Double> scores) {
    Boolean said = right.getOrDefault(row.promptId(), Map.of()).get(row.lineage());
    return said == null ? Verdict.UNKNOWN : RunCalibration.verdict(said);
  }
}
