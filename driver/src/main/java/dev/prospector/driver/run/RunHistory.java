package dev.prospector.driver.run;

import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.search.Waves;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * How far an earlier attempt at a run came.
 *
 * @param done prompts with their images in the results
 * @param inProgress prompts of waves that have committed rounds, but not themselves
 * @param round the first that the first of these waves has not committed
 * @param failed prompts without an image
 * @param left prompts that nothing is known of
 */
public record RunHistory(int done, int inProgress, int round, int failed, int left) {

  /** Reads the commits of a run's directory. */
  public static RunHistory read(
      RunDirectory directory, List<Prompt> prompts, Waves waves, Configuration conf)
      throws IOException {
    RunCommits commits = RunCommits.of(directory, conf);
    int searched = 0;
    int inProgress = 0;
    int round = 0;
    int wave = 0;
    for (List<Prompt> some : waves.of(prompts)) {
      int size = some.size();
      List<RoundRecord> rounds = commits.rounds().getOrDefault(wave, List.of());
      if (commits.waves().containsKey(wave)) {
        searched += size;
      } else if (!rounds.isEmpty()) {
        round = inProgress == 0 ? rounds.get(rounds.size() - 1).round() + 1 : round;
        inProgress += size;
      }
      wave++;
    }
    int failed = commits.failed().size();
    int left = prompts.size() - searched - inProgress;
    return new RunHistory(searched - failed, inProgress, round, failed, left);
  }

  /** In a sentence. */
  @Override
  public String toString() {
    return "%,d prompt%s done, %,d in progress%s, %,d failed, %,d left"
        .formatted(
            done,
            done == 1 ? "" : "s",
            inProgress,
            inProgress > 0 ? " at round " + round : "",
            failed,
            left);
  }
}
