package dev.prospector.driver.api;

import dev.prospector.driver.cluster.ChooseBatch;
import dev.prospector.driver.cluster.DirectoryProbe;
import dev.prospector.driver.cluster.IdleModels;
import dev.prospector.driver.cluster.TrialsProbe;
import dev.prospector.driver.cluster.VerifierProbe;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.S3Settings;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.model.LibTorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The front door: searches on a Spark context that the caller owns. Nothing is printed, no exit
 * code is given, and models stay loaded from one search to the next.
 *
 * <pre>{@code
 * Prospector prospector = Prospector.on(spark);
 * SearchSpec spec = SearchSpec.builder().bundle("shapes-b").candidates(64).build();
 * SearchResult result = prospector.search(spec).prompts("a red circle", "two blue squares").run();
 * try (Stream<ResultRow.Found> winners = result.winners()) {
 *   winners.forEach(won -> System.out.println(won.prompt() + " " + won.score()));
 * }
 * }</pre>
 *
 * <p>Several searches may run at once; with {@code spark.scheduler.mode=FAIR} they share the
 * executors fairly. Safe for several threads.
 */
public final class Prospector {
  private final JavaSparkContext spark;
  private final Configuration conf;

  private Prospector(JavaSparkContext spark) {
    this.spark = spark;
    this.conf = S3Settings.complete(spark.hadoopConfiguration());
  }

  /**
   * Opens the door.
   *
   * @param spark stays the caller's, and is never closed here
   * @throws InvalidInputException if a setting of it does not go with searches; {@link #configure}
   *     makes one that does
   */
  public static Prospector on(JavaSparkContext spark) {
    SparkLine.requireHere();
    SparkSettings.require(spark.getConf());
    LibTorch.threads(spark.getConf().getInt("spark.task.cpus", 1));
    return new Prospector(spark);
  }

  /** The same for Scala's context. */
  public static Prospector on(SparkContext spark) {
    return on(JavaSparkContext.fromSparkContext(spark));
  }

  /**
   * Completes a configuration, before a context is made of it, by what serves searches best; what
   * is set already stays.
   *
   * @throws InvalidInputException if a setting does not go with searches, or Spark with this build
   */
  public static SparkConf configure(SparkConf settings) {
    SparkLine.requireHere();
    return SparkSettings.complete(settings);
  }

  /** A search, to be given prompts and run. It is planned when it starts. */
  public SearchRequest search(SearchSpec spec) {
    return new SearchRequest(request -> start(plan(spec, request.prompts()), request));
  }

  /** A search that was planned already; its prompts are the plan's. */
  public SearchRequest search(PlannedSearch planned) {
    return new SearchRequest(request -> start(planned, request));
  }

  /**
   * Goes on with a run whose driver died or that was cancelled, and searches again for prompts that
   * failed. It is to be given the run's prompts.
   *
   * @param directory the run's
   * @throws InvalidInputException if there is no run, or one of another format
   * @throws UncheckedIOException if it can't be read
   */
  public SearchRequest resume(String directory) {
    SearchSpec recorded = RunRecords.spec(record(directory));
    return new SearchRequest(
            request -> resume(plan(recorded, request.prompts()), request, directory))
        .into(directory);
  }

  /** The same with a plan that was made already. */
  public SearchRequest resume(PlannedSearch planned, String directory) {
    return new SearchRequest(request -> resume(planned, request, directory)).into(directory);
  }

  /**
   * A search into a directory, to be given prompts; if there is a run already, it is gone on with.
   * That it is the same search of the same prompts is seen when it starts.
   *
   * @param directory a path or a URI
   */
  public SearchRequest searchOrResume(SearchSpec spec, String directory) {
    return new SearchRequest(
            request -> {
              PlannedSearch planned = plan(spec, request.prompts());
              return hasRun(directory)
                  ? resume(planned, request, directory)
                  : start(planned, request);
            })
        .into(directory);
  }

  /**
   * The same search with the batch size that a GPU of the cluster takes best, if there is one and
   * the spec left the size open; else this very search. Whatever is run here is sized first.
   */
  public PlannedSearch sized(PlannedSearch planned) {
    return sized(
        planned, () -> ChooseBatch.on(spark, planned.plan().engine(), planned.prompts().get(0)));
  }

  private PlannedSearch sized(PlannedSearch planned, IntSupplier batch) {
    if (!planned.batchIsOpen() || !SparkSettings.givesGpus(spark.getConf())) {
      return planned;
    }
    SearchSpec spec = planned.spec().toBuilder().batch(batch.getAsInt()).build();
    return new SearchPlanner(conf).plan(spec, planned.prompts());
  }

  /** What the model draws without a search: each prompt's first sample, as its winner. */
  public SearchRequest firstSamples(SearchSpec spec) {
    return search(
        spec.toBuilder()
            .algorithm("random")
            .set("algorithm-options", null)
            .set("search-steps", null)
            .set("search-dtype", null)
            .candidates(1)
            .topK(1)
            .build());
  }

  /**
   * Draws a row's image again from its lineage, without its verifiers.
   *
   * @param directory the run's
   * @param rank 1 is the best, 0 the first sample
   * @throws InvalidInputException if there is no run or no such row, or the bundle is not the run's
   * @throws UncheckedIOException if it can't be read
   */
  public Replay replay(String directory, String promptId, int rank) {
    return Replay.of(directory, promptId, rank, false, conf);
  }

  /**
   * A search whose rounds the caller goes through one by one.
   *
   * @param prompts their ordinals become their positions; all of them share the rounds
   * @throws InvalidInputException with everything that stands against it
   */
  public SearchSession session(SearchSpec spec, List<Prompt> prompts) {
    return SearchSession.begin(spark, tried(plan(spec, prompts)));
  }

  /**
   * The same, each round of which is saved in a directory; if there is a session already, it is
   * taken up where it was left.
   *
   * @param directory a path or a URI
   * @throws InvalidInputException with everything that stands against it, or every difference from
   *     the session that is there
   * @throws UncheckedIOException if the directory can't be read or written
   */
  public SearchSession session(SearchSpec spec, List<Prompt> prompts, String directory) {
    PlannedSearch planned = tried(plan(spec, prompts));
    RunRecord record = RunRecords.begin(planned, Map.of(), new Redaction());
    if (!hasRun(directory)) {
      return SearchSession.begin(spark, planned, record, RunOutput.begin(directory, record, conf));
    }
    PlannedSearch same = planned.requireSame(record(directory), directory);
    return SearchSession.begin(
        spark, same, record, RunOutput.reopen(directory, record, false, conf));
  }

  /**
   * Lets go of models and verifiers that no search uses, here and on executors that have nothing
   * else to do now. Without it they stay, for the next search, until another model needs their
   * room.
   */
  public void releaseIdle() {
    IdleModels.release(spark);
  }

  private boolean hasRun(String directory) {
    RunDirectory run = new RunDirectory(new Path(directory));
    try {
      return run.files(conf).exists(run.runRecord());
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(directory, e.getMessage()));
    }
  }

  private PlannedSearch plan(SearchSpec spec, List<Prompt> prompts) {
    Problems problems = new Problems();
    List<Prompt> numbered = PromptList.numbered(prompts, problems);
    PlannedSearch planned = new SearchPlanner(conf).plan(spec, numbered, problems).orElse(null);
    problems.throwIfAny();
    return planned;
  }

  private RunningSearch start(PlannedSearch planned, SearchRequest request) {
    return run(planned, request, SearchTask::begin);
  }

  private RunningSearch resume(PlannedSearch planned, SearchRequest request, String directory) {
    String into = request.directory().orElseThrow();
    if (!into.equals(directory)) {
      throw new InvalidInputException(
          "%s: was to be resumed into %s, expected no other directory".formatted(directory, into));
    }
    RunRecord recorded = record(directory);
    // Other executors, or chance, would find another size, and that would be another search.
    PlannedSearch sized =
        sized(planned, () -> RunRecords.spec(recorded).execution().batch().orElseThrow());
    return run(sized, request, task -> task.resume(recorded));
  }

  private RunningSearch run(
      PlannedSearch planned, SearchRequest request, Function<SearchTask, SearchTask> opening) {
    PlannedSearch sized = tried(sized(planned.requireVerifier()));
    VerifierProbe.on(spark, sized.plan().engine());
    request.directory().ifPresent(directory -> DirectoryProbe.on(spark, directory, conf));
    SearchTask task = opening.apply(new SearchTask(spark, sized, request));
    return RunningSearch.start(spark, request.pool().orElse(null), task::run);
  }

  /** With what executors draw trials in half precision, if there are such. */
  private PlannedSearch tried(PlannedSearch planned) {
    return TrialsProbe.on(spark, planned.plan().engine()).map(planned::trying).orElse(planned);
  }

  private RunRecord record(String directory) {
    try {
      return RunRecordFile.read(new RunDirectory(new Path(directory)), conf);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the run " + directory, e);
    }
  }
}
