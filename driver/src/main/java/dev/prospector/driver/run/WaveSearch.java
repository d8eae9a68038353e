package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.RoundOutcomes;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.cluster.SparkEvaluator;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.FirstSamples;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.ResultSlots;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Sharding;
import dev.prospector.driver.results.Winners;
import dev.prospector.driver.search.NoObjective;
import dev.prospector.driver.search.NoiseSearch;
import dev.prospector.driver.search.ScoredCandidate;
import dev.prospector.driver.search.SearchRounds;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.search.TopK;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * One wave: prompts that share their rounds, from the first noise to rows in the results. It runs
 * to its end by itself, or a session takes it from round to round.
 */
public final class WaveSearch implements AutoCloseable {
  private final JavaSparkContext spark;
  private final SearchPlan plan;
  private final RunStore store;
  private final RunListener listener;
  private final Redaction redaction;
  private final int number;
  private final List<Prompt> prompts;
  private final Wave wave;
  private final SharedTime time;
  private final RoundNames names;
  private final SparkEvaluator executors;
  private final SearchRounds rounds;
  private final WaveTotals totals;
  private final WatchedScores watched;
  private final int firstRound;
  private final FirstSamples firstSamples;
  private final Set<Integer> recalled = new HashSet<>();
  private final SortedMap<Integer, RoundRecord> commits = new TreeMap<>();
  private final double started;
  private final boolean keepsImages;
  private double roundStarted;
  private long roundNfe;

  /**
   * A wave before its first round.
   *
   * @param redaction of what executors say of failures
   * @param time shared with waves that are searched at the same time
   * @param keepsImages whether executors keep every image that was shown to verifiers, predictions
   *     too, and not only those that can win
   */
  public WaveSearch(
      JavaSparkContext spark,
      SearchPlan plan,
      RunStore store,
      RunListener listener,
      Redaction redaction,
      int number,
      List<Prompt> prompts,
      SharedTime time,
      boolean keepsImages) {
    this.spark = spark;
    this.plan = plan;
    this.store = store;
    this.listener = listener;
    this.redaction = redaction;
    this.number = number;
    this.prompts = prompts;
    this.wave = Wave.of(prompts);
    this.time = time;
    this.started = time.begin();
    this.keepsImages = keepsImages;
    this.names = new RoundNames(plan.algorithm().name(), number);
    this.totals = new WaveTotals(plan.engine().batch());
    this.watched = new WatchedScores(plan, listener);
    this.rounds =
        new SearchRounds(plan.algorithm(), plan.space(), plan.policy(), prompts, plan.nfe());
    this.firstRound = plan.algorithm().drawsFirstSample() ? 0 : CandidateId.FIRST_SAMPLE;
    this.firstSamples =
        new FirstSamples(plan.space(), firstRound, prompts.size(), plan.verifiers().size());
    this.executors =
        new SparkEvaluator(
            spark, plan.evaluators(), prompts, retention(), names, listener, keepsImages);
  }

  /** Under an objective that prefers nobody every image is kept. */
  private SearchSpace retention() {
    return keepsImages ? plan.space().withObjective(new NoObjective()) : plan.space();
  }

  /**
   * Searches, writes the results and commits them. Rounds that are in the store are not repeated.
   *
   * @param before what the wave had cost when it was committed before
   */
  WaveRecord run(WaveFiles files, Optional<Totals> before) {
    drawFirstSamples();
    new NoiseSearch(
            plan.algorithm(),
            plan.space(),
            (round, candidates) -> {
              List<Outcome> outcomes = evaluate(round, candidates);
              commit(round, candidates, outcomes);
              return outcomes;
            },
            (round, outcomes, states) -> selected())
        .search(rounds);
    before.ifPresent(totals::committed);
    return finish(files);
  }

  /** The wave's rounds. */
  public SearchRounds rounds() {
    return rounds;
  }

  /** Draws first samples, if the search does not draw them itself. A caller can't score them. */
  public void drawFirstSamples() {
    if (firstRound == CandidateId.FIRST_SAMPLE && !plan.isScoredByCaller()) {
      List<Candidate> drawn = prompts.stream().map(plan.space()::firstSample).toList();
      commit(firstRound, drawn, evaluate(firstRound, drawn));
    }
  }

  /**
   * What becomes of a round's candidates; what the store holds of the round, if it does.
   *
   * @throws IllegalStateException if the store holds another round
   */
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    Optional<RoundRecord> done = store.round(number, round);
    if (done.isPresent()) {
      Optional<List<Outcome>> outcomes = store.recall(number, round, candidates, wave);
      if (outcomes.isPresent()) {
        recalled.add(round);
        commits.put(round, done.get());
        totals.recalled(done.get());
        return outcomes.get();
      }
      requireDrawnAgain(done.get());
    }
    roundStarted = time.seconds();
    roundNfe = executors.nfe();
    RoundOutcomes outcomes = executors.evaluate(round, candidates, watched::some);
    outcomes.rewordFailures(redaction::text);
    return outcomes;
  }

  /**
   * On a GPU a lost round that is drawn again may differ by a bit, and the search go another way.
   */
  private void requireDrawnAgain(RoundRecord done) {
    if (recalled.containsAll(commits.keySet())) {
      throw new IllegalStateException(
          "%s: holds other candidates than this search proposes; the run was made by another version"
              .formatted(done.log().path()));
    }
  }

  /** Whether a round came from the store, so that no executor holds its images. */
  public boolean isRecalled(int round) {
    return recalled.contains(round);
  }

  /** Commits a round's outcomes to the store, before anybody goes on from them. */
  public void commit(int round, List<Candidate> candidates, List<Outcome> outcomes) {
    if (!isRecalled(round)) {
      double seconds = time.seconds() - roundStarted;
      long spent = executors.nfe() - roundNfe;
      store
          .commit(number, round, candidates, outcomes, wave, spent, seconds)
          .ifPresent(done -> commits.put(round, done));
    }
    totals.add(round, outcomes);
    watched.round(candidates, outcomes);
    if (round == firstRound) {
      outcomes.stream().filter(one -> one.id().index() == 0).forEach(firstSamples::add);
    }
  }

  /** Tells of a round that was selected from, and lets go of images that can't win any more. */
  public void selected() {
    List<SearchState> states = rounds.states();
    double best =
        states.stream()
            .flatMap(state -> state.pool().best().stream().limit(1))
            .mapToDouble(TopK.Entry::score)
            .average()
            .orElse(Double.NaN);
    listener.roundDone(totals.nfe(), best, watched.mean());
    executors.keepOnly(() -> wanted(states));
  }

  /** PNG files of candidates of the latest round, as far as executors hold them. */
  public Map<CandidateId, byte[]> images(List<CandidateId> ids) {
    return new Winners(spark).pngs(names.shown(ids.size()), ids, executors.latest());
  }

  /** Writes the results of where the search stands, and commits the wave. */
  public WaveRecord finish() {
    Sharding sharding = new Sharding(plan.waves());
    return finish(new WaveFiles(sharding, sharding.of(prompts), RetainedRows.NONE, List.of()));
  }

  private WaveRecord finish(WaveFiles files) {
    List<SearchState> states = rounds.states();
    List<ResultSlot> slots = new ArrayList<>();
    List<List<TopK.Entry<ScoredCandidate>>> winners = plan.selection().choose(states);
    for (int p = 0; p < states.size(); p++) {
      SearchState state = states.get(p);
      long nfe = totals.nfe(state.prompt());
      slots.addAll(ResultSlots.of(state, winners.get(p), firstSamples, plan.space(), nfe));
    }
    List<ResultSlot> rows = files.rows(slots);
    List<CommittedFile> written =
        store.write(spark, names, rows, images(rows, executors), files.retained());
    WaveRecord record = record(states, files.with(written));
    store.commit(record);
    listener.waveDone((int) record.totals().prompts(), record.failed().size());
    return record;
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
  private JavaRDD<HeldSample> images(List<ResultSlot> slots, SparkEvaluator holders) {
    Map<CandidateId, Candidate> gone = new LinkedHashMap<>();
    // First samples together, then winners: each alone would fill a padded batch.
    List<ResultSlot> alike = new ArrayList<>(slots);
    alike.sort(Comparator.comparingInt(ResultSlot::rank));
    for (ResultSlot slot : alike) {
      if (slot instanceof ResultSlot.Taken taken && isRecalled(taken.id().round())) {
        gone.put(taken.id(), taken.candidate());
      }
    }
    JavaRDD<HeldSample> held = holders.images();
    return gone.isEmpty() ? held : held.union(holders.drawAgain(List.copyOf(gone.values())));
  }

  private WaveRecord record(List<SearchState> states, List<CommittedFile> files) {
    SortedMap<String, Long> failed = new TreeMap<>();
    for (SearchState state : states) {
      if (state.pool().members().isEmpty()) {
        failed.put(state.prompt().id(), totals.nfe(state.prompt()));
      }
    }
    Totals came =
        totals.totals(
            states.size() - failed.size(),
            failed.size(),
            executors.nfe(),
            executors.nfePadding(),
            time.seconds() - started);
    List<String> ids = prompts.stream().map(Prompt::id).toList();
    return new WaveRecord(number, ids, failed, came, List.copyOf(commits.values()), files);
  }

  @Override
  public void close() {
    time.end();
    executors.close();
  }
}
