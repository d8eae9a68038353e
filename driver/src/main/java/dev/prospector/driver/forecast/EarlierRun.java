package dev.prospector.driver.forecast;

import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a random search left in its log, as far as forecasts go by it.
 *
 * @param name of the run
 * @param verifiers in the order of scores
 * @param candidates of each prompt
 * @param millis that one took on its device, on average
 * @param prompts whose candidates were all scored
 */
public record EarlierRun(
    String name, List<String> verifiers, int candidates, double millis, List<Draws> prompts) {
  /** Of fewer prompts nothing is told of others. */
  public static final int FEWEST = 5;

  /** More prompts would take longer and tell no more. */
  private static final int MOST = 1000;

  public EarlierRun {
    verifiers = List.copyOf(verifiers);
    prompts = List.copyOf(prompts);
  }

  /**
   * Reads it.
   *
   * @throws InvalidInputException if its prompts have no log, are fewer than five, had different
   *     numbers of candidates, or a file is not what was written
   */
  public static EarlierRun read(RunDirectory directory, RunRecord run, Configuration conf)
      throws IOException {
    LoggedDraws logged = LoggedDraws.read(directory, run, conf);
    int n = requireAlike(directory, logged);
    List<Draws> whole = new ArrayList<>();
    for (String prompt : logged.byPrompt().keySet()) {
      logged.whole(prompt).ifPresent(scores -> whole.add(new Draws(prompt, scores)));
    }
    if (whole.size() < FEWEST) {
      throw new InvalidInputException(
          "%s: has %d prompts whose candidates were all scored, expected %d at least"
              .formatted(directory.root(), whole.size(), FEWEST));
    }
    return new EarlierRun(
        directory.root().toString(), logged.verifiers(), n, logged.millis(), spread(whole));
  }

  /** How many of all candidates reach a mark, whose verifiers are all among these. */
  public long reaching(Mark mark) {
    return candidateScores()
        .filter(scores -> mark.isReached(name -> scores.of(verifiers.indexOf(name))))
        .count();
  }

  /** From the lowest to the highest score by a verifier. */
  public DoubleSummaryStatistics range(String verifier) {
    int column = verifiers.indexOf(verifier);
    return candidateScores().mapToDouble(scores -> scores.of(column)).summaryStatistics();
  }

  private Stream<Scores> candidateScores() {
    return prompts.stream().flatMap(one -> one.candidates().stream());
  }

  /** How many candidates each prompt has. */
  private static int requireAlike(RunDirectory directory, LoggedDraws logged) {
    Collection<List<Optional<Scores>>> prompts = logged.byPrompt().values();
    int least = prompts.stream().mapToInt(List::size).min().orElse(0);
    int most = prompts.stream().mapToInt(List::size).max().orElse(0);
    if (least != most) {
      throw new InvalidInputException(
          "%s: its prompts have from %d to %d candidates, expected a run that gave all of them as many"
              .formatted(directory.root(), least, most));
    }
    return most;
  }

  /** All of them, or as many as are enough, evenly from the first to the last. */
  private static List<Draws> spread(List<Draws> all) {
    int size = Math.min(MOST, all.size());
    return IntStream.range(0, size)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / size)))
        .toList();
  }
}
