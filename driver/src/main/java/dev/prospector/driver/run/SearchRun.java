package dev.prospector.driver.run;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Sharding;
import dev.prospector.executors.candidate.Prompt;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Searches a prompt set on Spark, wave by wave, and writes what it finds. What the directory holds
 * of an earlier attempt is not done again; prompts that failed in it are searched once more, in a
 * wave after all others.
 */
public final class SearchRun {
  private final JavaSparkContext spark;
  private final SearchPlan plan;
  private final RunStore store;
  private final RunListener listener;
  private final SortedMap<String, Long> failed = new TreeMap<>();

  /** Of these, those that an earlier attempt left. */
  private final Set<String> failedBefore = new HashSet<>();

  private Totals totals = Totals.NONE;

  public SearchRun(JavaSparkContext spark, SearchPlan plan, RunStore store, RunListener listener) {
    this.spark = spark;
    this.plan = plan;
    this.store = store;
    this.listener = listener;
  }

  /**
   * Runs to the end.
   *
   * @param prompts their ordinals are their positions
   * @throws UncheckedIOException if log or results can't be written
   */
  public Totals search(List<Prompt> prompts) {
    int wave = 0;
    for (int from = 0; from < prompts.size(); from += plan.waveSize(), wave++) {
      int to = Math.min(from + plan.waveSize(), prompts.size());
      add(store.wave(wave).orElse(null), wave, prompts.subList(from, to), RetainedRows.NONE);
    }
    for (Optional<WaveRecord> done = store.wave(wave);
        done.isPresent();
        done = store.wave(++wave)) {
      add(done.get(), wave, List.of(), RetainedRows.NONE);
    }
    List<Prompt> again = prompts.stream().filter(p -> failedBefore.contains(p.id())).toList();
    for (int from = 0; from < again.size(); from += plan.waveSize(), wave++) {
      int to = Math.min(from + plan.waveSize(), again.size());
      List<Prompt> some = again.subList(from, to);
      add(null, wave, some, beside(some, prompts));
    }
    return totals;
  }

  private void add(WaveRecord done, int wave, List<Prompt> prompts, RetainedRows retained) {
    WaveRecord record = done != null ? done : search(wave, prompts, retained);
    for (String id : record.promptIds()) {
      Long nfe = failed.remove(id);
      if (nfe != null) {
        totals = totals.without(1, nfe);
      }
    }
    failed.putAll(record.failed());
    totals = totals.plus(record.totals());
    if (done != null) {
      failedBefore.removeAll(done.promptIds());
      failedBefore.addAll(done.failed().keySet());
      listener.waveDone((int) record.totals().prompts(), record.failed().size());
    }
  }

  private WaveRecord search(int number, List<Prompt> prompts, RetainedRows retained) {
    try (WaveSearch wave =
        new WaveSearch(
            spark, plan, store, listener, number, prompts, totals.nfeCredited(), false)) {
      return wave.run(retained);
    }
  }

  /** The other prompts whose rows lie in the same files. */
  private RetainedRows beside(List<Prompt> some, List<Prompt> prompts) {
    Sharding sharding = new Sharding(plan.waveSize());
    Set<Integer> shards = new HashSet<>();
    Set<Integer> mine = new HashSet<>();
    for (Prompt prompt : some) {
      shards.add(sharding.of(prompt.ordinal()));
      mine.add(prompt.ordinal());
    }
    Map<String, Integer> others = new HashMap<>();
    for (Prompt prompt : prompts) {
      if (shards.contains(sharding.of(prompt.ordinal())) && !mine.contains(prompt.ordinal())) {
        others.put(prompt.id(), prompt.ordinal());
      }
    }
    return new RetainedRows(others);
  }

  /** Prompts without an image, once the run has ended. */
  public List<String> failed() {
    return new ArrayList<>(failed.keySet());
  }
}
