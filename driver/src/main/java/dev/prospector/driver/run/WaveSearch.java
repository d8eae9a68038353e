package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.cluster.SparkEvaluator;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommitFile;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.FirstSamples;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.ResultSlots;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Winners;
import dev.prospector.driver.results.WriteShard;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** One wave: prompts that share their rounds, from the first noise to rows in the results. */
final class WaveSearch {
  private final JavaSparkContext spark;
  private final SearchPlan plan;
  private final RunDirectory directory;
  private final RunListener listener;
  private final int number;
  private final List<Prompt> prompts;
  private final long creditedBefore;
  private final WaveTotals ledger;
  private final int firstRound;
  private final FirstSamples firstSamples;

  /**
   * Prepares a wave.
   *
   * @param creditedBefore NFE of the waves before, for the progress line
   */
  WaveSearch(
      JavaSparkContext spark,
      SearchPlan plan,
      RunDirectory directory,
      RunListener listener,
      int number,
      List<Prompt> prompts,
      long creditedBefore) {
    this.spark = spark;
    this.plan = plan;
    this.ledger = new WaveTotals(plan.engine().batch());
    this.directory = directory;
    this.listener = listener;
    this.number = number;
    this.prompts = prompts;
    this.creditedBefore = creditedBefore;
    this.firstRound = plan.algorithm().drawsFirstSample() ? 0 : CandidateId.FIRST_SAMPLE;
    this.firstSamples =
        new FirstSamples(
            plan.space(), firstRound, prompts.size(), plan.engine().verifiers().size());
  }

  /** Searches, writes the results and commits them. Rounds that are in the log are not repeated. */
  WaveRecord run(RetainedRows rewriting) {
    long started = System.nanoTime();
    SearchSpace space = plan.space();
    RoundNames names = new RoundNames(plan.algorithm().name(), number);
    Configuration conf = spark.hadoopConfiguration();
    try (SparkEvaluator executors =
        new SparkEvaluator(spark, plan.engine(), prompts, space, names, listener)) {
      LoggedEvaluator logged =
          new LoggedEvaluator(
              executors,
              executors::nfe,
              directory,
              number,
              Wave.of(prompts),
              plan.engine().verifiers(),
              conf);
      drawFirstSamples(logged);
      List<SearchState> states =
          new NoiseSearch(
                  plan.algorithm(),
                  space,
                  (round, candidates) -> evaluate(logged, round, candidates),
                  (round, outcomes, now) -> {
                    selected(now);
                    executors.keepOnly(() -> wanted(now));
                  })
              .search(prompts, plan.nfe());
      List<ResultSlot> slots = new ArrayList<>();
      for (SearchState state : plan.selection().choose(states)) {
        slots.addAll(ResultSlots.of(state, firstSamples.of(state.prompt()), space));
      }
      new Winners(spark, plan.waveSize(), shards(rewriting))
          .write(names, slots, images(executors, logged, slots));
      WaveRecord record = record(states, executors, logged, started);
      CommitFile.write(directory, record, conf);
      listener.waveDone((int) record.totals().prompts(), record.failed().size());
      return record;
    } catch (IOException e) {
      throw new UncheckedIOException("can't commit wave " + number, e);
    }
  }

  private WriteShard shards(RetainedRows rewriting) {
    return new WriteShard(
        directory.root().toString(),
        plan.engine().verifiers(),
        List.copyOf(prompts.get(0).columns().keySet()),
        plan.images(),
        rewriting);
  }

  private void drawFirstSamples(LoggedEvaluator logged) {
    if (firstRound == CandidateId.FIRST_SAMPLE) {
      evaluate(logged, firstRound, prompts.stream().map(plan.space()::firstSample).toList());
    }
  }

  private List<Outcome> evaluate(LoggedEvaluator logged, int round, List<Candidate> candidates) {
    List<Outcome> outcomes = logged.evaluate(round, candidates);
    ledger.add(round, outcomes);
    if (round == firstRound) {
      outcomes.stream().filter(one -> one.id().index() == 0).forEach(firstSamples::add);
    }
    return outcomes;
  }

  private void selected(List<SearchState> states) {
    double mean =
        states.stream()
            .flatMap(state -> state.pool().best().stream().limit(1))
            .mapToDouble(TopK.Entry::score)
            .average()
            .orElse(Double.NaN);
    listener.roundDone(creditedBefore + ledger.nfe(), mean);
  }

  /** Who can still win, and first samples. */
  private Set<CandidateId> wanted(List<SearchState> states) {
    Set<CandidateId> wanted = new HashSet<>();
    for (SearchState state : states) {
      state.pool().members().forEach(member -> wanted.add(member.candidate().id()));
      wanted.add(firstSamples.id(state.prompt()));
    }
    return wanted;
  }

  /** What executors hold, and once more what those of an earlier driver held. */
  private JavaRDD<HeldSample> images(
      SparkEvaluator executors, LoggedEvaluator logged, List<ResultSlot> slots) {
    Map<CandidateId, Candidate> gone = new LinkedHashMap<>();
    // First samples together, then winners: each alone would fill a padded batch.
    List<ResultSlot> alike = new ArrayList<>(slots);
    alike.sort(Comparator.comparingInt(ResultSlot::rank));
    for (ResultSlot slot : alike) {
      if (slot instanceof ResultSlot.Taken taken && logged.isRecalled(taken.id().round())) {
        gone.put(taken.id(), taken.candidate());
      }
    }
    JavaRDD<HeldSample> held = executors.images();
    return gone.isEmpty() ? held : held.union(executors.drawAgain(List.copyOf(gone.values())));
  }

  private WaveRecord record(
      List<SearchState> states, SparkEvaluator executors, LoggedEvaluator logged, long started) {
    SortedMap<String, Long> failed = new TreeMap<>();
    for (SearchState state : states) {
      if (state.pool().members().isEmpty()) {
        failed.put(state.prompt().id(), state.budget().spent());
      }
    }
    Totals totals =
        ledger.totals(
            states.size() - failed.size(),
            failed.size(),
            executors.nfe() + logged.nfeBefore(),
            (System.nanoTime() - started) / 1e9 + logged.secondsBefore());
    return new WaveRecord(number, prompts.stream().map(Prompt::id).toList(), failed, totals);
  }
}
