package dev.prospector.driver.api;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.run.DirectoryStore;
import dev.prospector.driver.run.MemoryStore;
import dev.prospector.driver.run.RunStore;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.run.SharedTime;
import dev.prospector.driver.run.WaveSearch;
import dev.prospector.driver.search.SearchState;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A search whose rounds the caller goes through: see what is proposed, evaluate it, look at images,
 * tell scores of one's own, select, and stop when it is enough. Where the caller tells the scores,
 * the spec's verifier is {@code none}. Everything happens in the caller's thread, and what a
 * scoring function throws changes nothing: the round can be selected from again. Not for several
 * threads.
 *
 * <pre>{@code
 * try (SearchSession session = prospector.session(spec, prompts)) {
 *   while (!session.proposed().isEmpty()) {
 *     session.evaluate();
 *     Map<CandidateId, Image> images = session.images();
 *     session.select(candidate -> brightness(images.get(candidate.id())));
 *   }
 *   SearchResult result = session.finish();
 * }
 * }</pre>
 */
public final class SearchSession implements AutoCloseable {
  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext spark;
  private final PlannedSearch search;
  private final RunRecord record;
  private final RunStore store;
  private final Optional<RunOutput> output;
  private final WaveSearch wave;
  private List<Outcome> outcomes = List.of();
  private boolean finished;
  private boolean closed;

  private SearchSession(
      JavaSparkContext spark,
      PlannedSearch search,
      RunRecord record,
      RunStore store,
      Optional<RunOutput> output) {
    this.spark = spark;
    this.search = search;
    this.record = record;
    this.store = store;
    this.output = output;
    this.wave =
        new WaveSearch(
            spark,
            search.plan(),
            store,
            new RunListener() {},
            Secrets.learnt(spark, search.spec(), new Redaction()),
            0,
            search.prompts(),
            new SharedTime(),
            true);
  }

  static SearchSession begin(JavaSparkContext spark, PlannedSearch search) {
    MemoryStore memory = new MemoryStore(search.plan());
    RunRecord record = RunRecords.begin(search, Map.of(), new Redaction());
    return new SearchSession(spark, search, record, memory, Optional.empty()).recall();
  }

  static SearchSession begin(
      JavaSparkContext spark, PlannedSearch search, RunRecord record, RunOutput output) {
    try {
      DirectoryStore store =
          new DirectoryStore(
              output.directory(), search.plan(), output.lease(), spark.hadoopConfiguration());
      return new SearchSession(spark, search, record, store, Optional.of(output)).recall();
    } catch (Throwable e) { // Nobody gets it, and so nobody could close it.
      output.close();
      throw e;
    }
  }

  /** Tells the search once more what it was told before it was left. */
  private SearchSession recall() {
    try {
      inJobs(
          () -> {
            wave.drawFirstSamples();
            while (!proposed().isEmpty() && store.round(0, round()).isPresent()) {
              outcomes = wave.evaluate(round(), proposed());
              commitAndSelect(outcomes);
            }
            store.forget(0, round()); // After a round that was lost none can be told again.
            return null;
          });
      return this;
    } catch (Throwable e) {
      wave.close();
      throw e;
    }
  }

  /** The round to come, from 0. */
  public int round() {
    return wave.rounds().round();
  }

  /** The candidates of the round to come, prompt by prompt; empty when the search has finished. */
  public List<Candidate> proposed() {
    return wave.rounds().propose();
  }

  /** What is known of each prompt: its pool, its budget, what the search goes on from. */
  public List<SearchState> states() {
    return wave.rounds().states();
  }

  /**
   * Draws the proposed candidates and has the spec's verifiers score them, once a round.
   *
   * @return one outcome for each, in their order
   * @throws IllegalStateException if the search or the session has ended
   */
  public List<Outcome> evaluate() {
    requireOpen();
    if (outcomes.isEmpty()) {
      if (proposed().isEmpty()) {
        throw new IllegalStateException("the search has ended, and nothing is proposed any more");
      }
      outcomes = inJobs(() -> wave.evaluate(round(), proposed()));
    }
    return List.copyOf(outcomes);
  }

  /**
   * The images that the evaluated candidates show: finished ones, or predictions on the way. Those
   * that failed have none.
   *
   * @throws IllegalStateException if the round was not evaluated
   */
  public Map<CandidateId, Image> images() {
    return images(proposed().stream().map(Candidate::id).toList());
  }

  /** The same for some of them. */
  public Map<CandidateId, Image> images(List<CandidateId> ids) {
    requireEvaluated();
    Map<CandidateId, byte[]> pngs = inJobs(() -> wave.images(ids));
    Map<CandidateId, Image> images = new LinkedHashMap<>();
    for (CandidateId id : ids) {
      if (pngs.containsKey(id)) {
        images.put(id, Image.of(pngs.get(id)));
      }
    }
    return images;
  }

  /**
   * Goes on by the scores of the spec's verifiers.
   *
   * @throws IllegalStateException if the round was not evaluated, or the caller tells the scores
   */
  public void select() {
    requireEvaluated();
    if (search.plan().isScoredByCaller()) {
      throw new IllegalStateException("the verifier is none, expected the caller's scores");
    }
    commitAndSelect(outcomes);
  }

  /**
   * Goes on by the caller's scores; candidates that failed are not asked about.
   *
   * @param score finite, higher is better
   * @throws IllegalArgumentException if a score is not finite
   * @throws IllegalStateException if the round was not evaluated, or verifiers give the scores
   */
  public void select(ToDoubleFunction<Candidate> score) {
    requireEvaluated();
    if (!search.plan().isScoredByCaller()) {
      throw new IllegalStateException(
          "verifier '%s' gives the scores, expected none"
              .formatted(search.spec().target().verifier().orElseThrow()));
    }
    List<Outcome> told = new ArrayList<>();
    List<Candidate> candidates = proposed();
    for (int i = 0; i < outcomes.size(); i++) {
      told.add(
          outcomes.get(i) instanceof Scored scored
              ? with(score.applyAsDouble(candidates.get(i)), scored)
              : outcomes.get(i));
    }
    commitAndSelect(told);
  }

  private static Scored with(double score, Scored scored) {
    return new Scored(scored.id(), scored.scores().after(score), scored.features(), scored.cost());
  }

  private void commitAndSelect(List<Outcome> told) {
    inJobs(
        () -> {
          wave.commit(round(), proposed(), told);
          wave.rounds().select(told);
          outcomes = List.of();
          wave.selected();
          return null;
        });
  }

  private void requireOpen() {
    if (finished || closed) {
      throw new IllegalStateException("the session is " + (closed ? "closed" : "finished"));
    }
  }

  private void requireEvaluated() {
    requireOpen();
    if (outcomes.isEmpty()) {
      throw new IllegalStateException("round " + round() + " was not evaluated yet");
    }
  }

  /**
   * Ends the search where it stands, be it finished or not, and gives what it found; a directory
   * gets its results. The session can then only be closed.
   *
   * @throws IllegalStateException if it was finished or closed before
   * @throws UncheckedIOException if the results can't be written
   */
  public SearchResult finish() {
    requireOpen();
    finished = true;
    WaveRecord done = inJobs(() -> wave.finish());
    Status status = done.failed().isEmpty() ? Status.DONE : Status.PARTIAL;
    RunRecord finished = record.with(status, done.totals(), null);
    if (store instanceof MemoryStore memory) {
      return SearchResult.inMemory(finished, memory.rows(), memory.firstSamples());
    }
    try {
      RunOutput written = output.orElseThrow();
      written.write(finished);
      written.commit();
      return SearchResult.in(written.directory(), finished, spark.hadoopConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException("can't commit the session's results", e);
    }
  }

  /** What is planned: seeds, budget, batch size. */
  public SearchPlan plan() {
    return search.plan();
  }

  /** Leaves the caller's thread as it was. */
  private <T> T inJobs(Supplier<T> work) {
    String before = spark.getLocalProperty(DESCRIPTION);
    try {
      return work.get();
    } finally {
      spark.setLocalProperty(DESCRIPTION, before);
    }
  }

  /** Frees what executors hold. A session in a directory can be taken up again. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        wave.close();
      } finally {
        output.ifPresent(RunOutput::close);
      }
    }
  }
}
