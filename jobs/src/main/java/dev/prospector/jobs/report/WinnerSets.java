package dev.prospector.jobs.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.Pool;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.TopK.Entry;
import dev.prospector.driver.statistics.DiverseWinners;
import dev.prospector.executors.candidate.Readout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What it cost that a prompt's winners differ: they beside its best, of the same candidates, chosen
 * once more from the round log.
 *
 * @param weight that differing had
 * @param prompts with winners
 * @param differing the winners
 * @param best who would have won with no weight
 */
record WinnerSets(double weight, int prompts, Sets differing, Sets best) {

  /**
   * Sets of one prompt each, in means over the prompts.
   *
   * @param score of a set's members, as the search valued them
   * @param vendi a set's Vendi score
   */
  record Sets(double score, double vendi) {}

  /**
   * Streams the round log, of which a wave's best candidates are held at a time.
   *
   * @param logs of rounds, in their order, those of a wave in one folder
   * @param objective who is better
   * @param k winners per prompt
   */
  static WinnerSets read(
      List<Path> logs, Objective objective, int k, double weight, Configuration conf)
      throws IOException {
    DiverseWinners selection = new DiverseWinners(weight);
    List<Sets> differing = new ArrayList<>();
    List<Sets> best = new ArrayList<>();
    Map<Path, List<Path>> waves =
        logs.stream().collect(groupingBy(Path::getParent, LinkedHashMap::new, toList()));
    for (List<Path> wave : waves.values()) {
      for (Pool pool : pools(wave, objective, k, conf)) {
        differing.add(sets(selection.winners(pool)));
        best.add(sets(pool.best()));
      }
    }
    return new WinnerSets(weight, best.size(), mean(differing), mean(best));
  }

  private static Iterable<Pool> pools(
      List<Path> wave, Objective objective, int k, Configuration conf) throws IOException {
    Map<String, Pool> pools = new LinkedHashMap<>();
    for (Path round : wave) {
      try (Rows<LoggedCandidate> rows = RoundLog.read(round, conf)) {
        while (rows.hasNext()) {
          LoggedCandidate row = rows.next();
          if (row.scores() != null && row.readout() == Readout.IMAGE) {
            ScoredCandidate one =
                new ScoredCandidate(row.candidate(0), row.scores(), row.features());
            pools.merge(
                row.promptId(),
                new Pool(objective, k, DiverseWinners.HELD, List.of(one)),
                (before, more) -> before.plus(more.members()));
          }
        }
      }
    }
    return pools.values();
  }

  private static Sets sets(List<Entry<ScoredCandidate>> some) {
    return new Sets(
        some.stream().mapToDouble(Entry::score).average().orElseThrow(),
        DiverseWinners.vendiScore(some));
  }

  private static Sets mean(List<Sets> some) {
    return new Sets(mean(some, Sets::score), mean(some, Sets::vendi));
  }

  private static double mean(List<Sets> some, ToDoubleFunction<Sets> number) {
    return some.stream().mapToDouble(number).average().orElse(Double.NaN);
  }

  /** Nothing without prompts. */
  Markup sentence() {
    Markup sentence = new Markup();
    if (prompts == 0) {
      return sentence;
    }
    sentence.open("p");
    sentence.text(
        String.format(
            Locale.ROOT,
            "Winners that differ (weight %s): a prompt’s winners score %.4f on average and look like"
                + " %.2f different images; its best by score alone would score %.4f and look like"
                + " %.2f (Vendi scores of features, means over %s).",
            weight,
            differing.score(),
            differing.vendi(),
            best.score(),
            best.vendi(),
            Text.counted(prompts, "prompt")));
    return sentence.close();
  }
}
