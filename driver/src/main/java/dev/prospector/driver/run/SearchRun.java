package dev.prospector.driver.run;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Sharding;
import dev.prospector.driver.search.Waves;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.candidate.Prompt;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Searches a prompt set on Spark, in waves, two at a time, and writes what it finds. What the
 * directory holds of an earlier attempt is not done again; what it has lost is. Prompts that failed
 * are searched once more, in a wave after all others.
 */
public final class SearchRun {
  private final JavaSparkContext spark;
  private final SearchPlan plan;
  private final RunStore store;
  private final RunListener listener;
  private final Redaction redaction;
  private final Sharding sharding;
  private final SortedMap<String, Long> failed = new TreeMap<>();

  /** Of these, those that an earlier attempt left. */
  private final Set<String> failedBefore = new HashSet<>();

  /**
   * Result files that are damaged, or were written by this attempt: later waves write theirs too.
   */
  private final Set<Integer> unsettled = new HashSet<>();

  /** By wave; what failed searches of its prompts were credited with is taken off. */
  private final Map<Integer, Long> creditedInFlight = new HashMap<>();

  /** Candidates of the round that it is at, by wave. */
  private final Map<Integer, Integer> roundsInFlight = new HashMap<>();

  private final SharedTime time = new SharedTime();
  private final WavesInFlight flights;
  private Totals totals = Totals.NONE;

  public SearchRun(JavaSparkContext spark, SearchPlan plan, RunStore store, RunListener listener) {
    this(spark, plan, store, listener, new Redaction());
  }

  /**
   * A run that has secrets to keep.
   *
   * @param redaction of what executors say of failures
   */
  public SearchRun(
      JavaSparkContext spark,
      SearchPlan plan,
      RunStore store,
      RunListener listener,
      Redaction redaction) {
    this.spark = spark;
    this.plan = plan;
    this.store = store;
    this.listener = listener;
    this.redaction = redaction;
    this.sharding = new Sharding(plan.waves());
    this.flights = new WavesInFlight(spark, this::starving);
  }

  /**
   * Runs to the end.
   *
   * @param prompts their ordinals are their positions
   * @throws UncheckedIOException if log or results can't be written
   */
  public Totals search(List<Prompt> prompts) {
    try (flights) {
      return all(prompts);
    }
  }

  private Totals all(List<Prompt> prompts) {
    store.damage().forEach(listener::damaged);
    store.damage().keySet().forEach(path -> unsettled.add(sharding.of(path)));
    int wave = 0;
    for (List<Prompt> some : plan.waves().of(prompts)) {
      add(wave, some, prompts);
      wave++;
    }
    flights.awaitAll();
    for (int later : store.waves()) {
      List<String> ids = later < wave ? List.of() : store.promptIds(later);
      if (!ids.isEmpty()) {
        addAlone(later, named(ids, prompts), prompts);
        wave = later + 1;
      }
    }
    List<Prompt> again = named(failedBefore, prompts);
    for (List<Prompt> some : Waves.ranges(plan.waves().size()).of(again)) {
      addAlone(wave, some, prompts);
      wave++;
    }
    return totals;
  }

  private static List<Prompt> named(Collection<String> ids, List<Prompt> prompts) {
    Set<String> wanted = new HashSet<>(ids);
    return prompts.stream().filter(prompt -> wanted.contains(prompt.id())).toList();
  }

  /** A wave that reads and writes the files of others, which must have ended. */
  private void addAlone(int wave, List<Prompt> some, List<Prompt> all) {
    add(wave, some, all);
    flights.awaitAll();
  }

  private void add(int wave, List<Prompt> some, List<Prompt> all) {
    List<String> ids = some.stream().map(Prompt::id).toList();
    Optional<WaveRecord> done = store.wave(wave).filter(named -> named.promptIds().equals(ids));
    Set<Integer> shards = shardsToWrite(done, some);
    unsettled.addAll(shards);
    if (shards.isEmpty()) {
      WaveRecord record = done.orElseThrow();
      settle(record, true);
      listener.waveKept(credited() - nfeOfFailed(failedBefore));
      listener.waveDone((int) record.totals().prompts(), record.failed().size());
      return;
    }
    WaveFiles files = files(done, shards, some, all);
    flights.start(
        "prospector-wave-" + wave,
        () -> search(wave, some, files, done.map(WaveRecord::totals)),
        record -> settle(record, done.isPresent()));
    roundsInFlight.put(wave, Integer.MAX_VALUE); // Until it says how many.
  }

  /** Whether waves are at rounds of fewer than two batches for each that can be drawn at once. */
  private boolean starving() {
    long candidates = roundsInFlight.values().stream().mapToLong(Integer::longValue).sum();
    return candidates < 2L * plan.engine().batch() * spark.defaultParallelism();
  }

  /** Once a wave has ended; those in flight may end in any order. */
  private void settle(WaveRecord record, boolean doneBefore) {
    creditedInFlight.remove(record.wave());
    roundsInFlight.remove(record.wave());
    for (String id : record.promptIds()) {
      Long nfe = failed.remove(id);
      if (nfe != null) {
        totals = totals.without(1, nfe);
      }
    }
    failed.putAll(record.failed());
    totals = totals.plus(record.totals());
    failedBefore.removeAll(record.promptIds());
    if (doneBefore) {
      failedBefore.addAll(record.failed().keySet());
    }
  }

  /** All of a wave's if it was not committed or its log is damaged, else those that are damaged. */
  private Set<Integer> shardsToWrite(Optional<WaveRecord> done, List<Prompt> prompts) {
    Set<Integer> shards = sharding.of(prompts);
    boolean logged =
        done.isPresent()
            && done.get().rounds().stream()
                .noneMatch(round -> store.damage().containsKey(round.log().path()));
    if (logged) {
      shards.retainAll(unsettled);
    }
    return shards;
  }

  private WaveFiles files(
      Optional<WaveRecord> done, Set<Integer> shards, List<Prompt> some, List<Prompt> all) {
    List<CommittedFile> others =
        done.stream()
            .flatMap(before -> before.files().stream())
            .filter(file -> !shards.contains(sharding.of(file.path())))
            .toList();
    return new WaveFiles(sharding, shards, beside(shards, some, all), others);
  }

  private WaveRecord search(
      int number, List<Prompt> prompts, WaveFiles files, Optional<Totals> before) {
    RunListener told = new InTurn(number, prompts);
    try (WaveSearch wave =
        new WaveSearch(spark, plan, store, told, redaction, number, prompts, time, false)) {
      return wave.run(files, before);
    }
  }

  /** NFE credited to the run so far. */
  private long credited() {
    return totals.nfeCredited()
        + creditedInFlight.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A wave's listener, which tells the run's, in the caller's thread. */
  private final class InTurn implements RunListener {
    private final int wave;
    private final List<String> prompts;
    private final RunListener told;

    InTurn(int wave, List<Prompt> prompts) {
      this.wave = wave;
      this.prompts = prompts.stream().map(Prompt::id).toList();
      this.told = listener.ofWave(wave);
    }

    @Override
    public void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {
      flights.tell(
          () -> {
            roundsInFlight.put(wave, candidates);
            told.roundStarted(name, candidates, nfe, evaluated);
          });
    }

    @Override
    public void imagesScored(double bestMean, double mean) {
      flights.post(() -> told.imagesScored(bestMean, mean));
    }

    @Override
    public void roundDone(long nfe, double bestMean, double mean) {
      flights.tell(
          () -> {
            creditedInFlight.put(wave, nfe - nfeOfFailed(prompts));
            told.roundDone(credited(), bestMean, mean);
          });
    }

    @Override
    public void waveDone(int promptsDone, int promptsFailed) {
      flights.tell(() -> told.waveDone(promptsDone, promptsFailed));
    }
  }

  /** What failed searches of these prompts were credited with, which others take the place of. */
  private long nfeOfFailed(Collection<String> ids) {
    return ids.stream().mapToLong(id -> failed.getOrDefault(id, 0L)).sum();
  }

  /** The other prompts whose rows lie in the same files. */
  private RetainedRows beside(Set<Integer> shards, List<Prompt> some, List<Prompt> all) {
    Set<Integer> mine = some.stream().map(Prompt::ordinal).collect(Collectors.toSet());
    Map<String, Integer> others = new HashMap<>();
    for (int shard : shards) { // Not all prompts: there may be a million, and a thousand waves.
      sharding
          .prompts(shard)
          .filter(ordinal -> ordinal < all.size() && !mine.contains(ordinal))
          .forEach(ordinal -> others.put(all.get(ordinal).id(), ordinal));
    }
    return new RetainedRows(others);
  }

  /** Prompts without an image, once the run has ended. */
  public List<String> failed() {
    return new ArrayList<>(failed.keySet());
  }
}
