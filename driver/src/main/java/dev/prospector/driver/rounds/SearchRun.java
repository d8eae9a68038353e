package dev.prospector.driver.rounds;

import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.rounds.Podium.FirstSample;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.NoiseSearch.RoundListener;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Searches a prompt set on Spark, wave by wave, and writes what it finds. */
public final class SearchRun {
  private final JavaSparkContext spark;
  private final RunPlan plan;
  private final RunDirectory directory;
  private final RunListener listener;
  private final Ledger ledger = new Ledger();

  public SearchRun(
      JavaSparkContext spark, RunPlan plan, RunDirectory directory, RunListener listener) {
    this.spark = spark;
    this.plan = plan;
    this.directory = directory;
    this.listener = listener;
  }

  /**
   * Runs to the end.
   *
   * @param prompts their ordinals are their positions
   * @throws UncheckedIOException if log or results can't be written
   */
  public Totals search(List<Prompt> prompts) {
    long started = System.nanoTime();
    for (int from = 0, wave = 0; from < prompts.size(); from += plan.waveSize(), wave++) {
      int to = Math.min(from + plan.waveSize(), prompts.size());
      searchWave(wave, prompts.subList(from, to));
    }
    return ledger.totals((System.nanoTime() - started) / 1e9);
  }

  private void searchWave(int wave, List<Prompt> prompts) {
    RoundNames names = new RoundNames(plan.algorithm().name(), wave);
    SearchSpace space = plan.space();
    Map<Integer, FirstSample> firstSamples = new HashMap<>();
    Map<Integer, Double> best = new TreeMap<>();
    try (SparkEvaluator evaluator =
        new SparkEvaluator(
            spark, plan.engine(), prompts, space.searched(), space.k(), names, listener)) {
      RoundListener record =
          (round, candidates, outcomes) -> {
            log(directory.round(wave, round), prompts, candidates, outcomes);
            ledger.add(outcomes);
            for (int i = 0; i < outcomes.size(); i++) {
              Outcome outcome = outcomes.get(i);
              if (outcome.id().isFirstSample()) {
                FirstSample first = new FirstSample(candidates.get(i), outcome);
                firstSamples.put(outcome.id().prompt(), first);
              }
              if (outcome instanceof Scored scored) {
                best.merge(scored.id().prompt(), scored.scores().of(space.searched()), Math::max);
              }
            }
            listener.roundDone(ledger.nfe(), mean(best.values()));
          };
      List<SearchState> states =
          new NoiseSearch(plan.algorithm(), space, evaluator, record).search(prompts, plan.nfe());
      List<Place> places = new ArrayList<>();
      for (SearchState state : states) {
        places.addAll(Podium.of(state, firstSamples.get(state.prompt().ordinal()), space));
      }
      new Winners(spark, plan, directory).write(wave, names, places, evaluator.pictures());
      ledger.spent(evaluator.evaluations() * space.nfe());
      int failed = (int) states.stream().filter(state -> state.best().best().isEmpty()).count();
      ledger.promptsDone(states.size() - failed, failed);
      listener.waveDone(states.size() - failed, failed);
    }
  }

  /** The round is in the log before the next one starts. */
  private void log(
      Path file, List<Prompt> prompts, List<Candidate> candidates, List<Outcome> outcomes) {
    int offset = prompts.get(0).ordinal();
    try (RoundLog.Writer log =
        RoundLog.create(file, spark.hadoopConfiguration(), plan.engine().verifiers())) {
      for (int i = 0; i < candidates.size(); i++) {
        Candidate candidate = candidates.get(i);
        String promptId = prompts.get(candidate.id().prompt() - offset).id();
        log.write(promptId, candidate, outcomes.get(i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the round log " + file, e);
    }
  }

  private static double mean(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
