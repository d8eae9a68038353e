package dev.prospector.driver.api;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Diversity;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.results.DiversityOfRun;
import dev.prospector.driver.run.DirectoryStore;
import dev.prospector.driver.run.MemoryStore;
import dev.prospector.driver.run.SearchRun;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** One search, from the first file of its directory, if it has one, to the last. */
final class SearchTask {
  private final JavaSparkContext spark;
  private final Configuration conf;
  private final PlannedSearch search;
  private final SearchRequest request;
  private final Redaction redaction;
  private RunRecord record;
  private Optional<RunOutput> output = Optional.empty();

  SearchTask(JavaSparkContext spark, PlannedSearch search, SearchRequest request) {
    this.spark = spark;
    this.conf = spark.hadoopConfiguration();
    this.search = search;
    this.request = request;
    this.redaction = Secrets.learnt(spark, search.spec(), request.redaction());
    this.record =
        RunRecords.begin(search, request.remembered(), redaction)
            .promising(request.promise().orElse(null));
  }

  /** Makes the directory, if there is to be one. */
  SearchTask begin() {
    output = request.directory().map(path -> RunOutput.begin(path, record, conf));
    return this;
  }

  /**
   * Opens the directory of a run that has begun.
   *
   * @throws InvalidInputException if it would become another run
   */
  SearchTask resume(RunRecord recorded) {
    String path = request.directory().orElseThrow();
    PlannedSearch unused = search.requireSame(recorded, path);
    RecordedSettings.of(recorded.configuration()).teach(redaction);
    record =
        RunRecords.begin(search, request.remembered(), redaction).promising(recorded.promise());
    damageOf(path).ifPresent(what -> request.listener().damaged("run.json", what));
    output = Optional.of(RunOutput.reopen(path, record, request.takesOver(), conf));
    return this;
  }

  private Optional<String> damageOf(String path) {
    try {
      return RunRecordFile.damage(new RunDirectory(new Path(path)), conf);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the run " + path, e);
    }
  }

  SearchResult run(Runnable stopIfCancelled) throws IOException {
    RunListener listener = new Stoppable(request.listener(), stopIfCancelled);
    if (output.isEmpty()) {
      return inMemory(listener);
    }
    try (RunOutput out = output.get()) {
      return into(out, listener, stopIfCancelled);
    }
  }

  private SearchResult inMemory(RunListener listener) {
    MemoryStore store = new MemoryStore(search.plan());
    SearchRun run = new SearchRun(spark, search.plan(), store, listener, redaction);
    Totals totals = run.search(search.prompts());
    RunRecord done = record.with(status(run), totals, null);
    return SearchResult.inMemory(done, store.rows(), store.firstSamples());
  }

  private SearchResult into(RunOutput out, RunListener listener, Runnable stopIfCancelled)
      throws IOException {
    RunDirectory directory = out.directory();
    RunRecord done;
    try {
      DirectoryStore store = new DirectoryStore(directory, search.plan(), out.lease(), conf);
      SearchRun run = new SearchRun(spark, search.plan(), store, listener, redaction);
      Totals totals = run.search(search.prompts());
      stopIfCancelled.run();
      Optional<Diversity> diversity =
          DiversityOfRun.measure(
              spark, directory, search.plan().diversity(), search.plan().engine());
      done = record.with(status(run), totals, diversity.orElse(null));
      out.write(done);
      request.beforeCommit().accept(directory);
      stopIfCancelled.run();
    } catch (Throwable e) { // Scala throws checked exceptions unseen, and an Error is an end too.
      out.writeIfPossible(ended(e, stopIfCancelled), e);
      throw e;
    }
    out.commit();
    return SearchResult.in(directory, done, conf);
  }

  /** A search that is cancelled fails wherever it happens to be, which is no failure. */
  private RunRecord ended(Throwable failure, Runnable stopIfCancelled) {
    boolean stopped = failure instanceof CancellationException;
    try {
      stopIfCancelled.run();
    } catch (CancellationException e) {
      stopped = true;
    }
    return stopped
        ? record.with(Status.STOPPED, Totals.NONE, null)
        : record.failed(redaction.text(Failures.reason(failure)));
  }

  private static Status status(SearchRun run) {
    return run.failed().isEmpty() ? Status.DONE : Status.PARTIAL;
  }

  /** Stops a search before its next round, or after one. */
  private record Stoppable(RunListener listener, Runnable stopIfCancelled) implements RunListener {

    @Override
    public RunListener ofWave(int wave) {
      return new Stoppable(listener.ofWave(wave), stopIfCancelled);
    }

    @Override
    public void damaged(String path, String what) {
      listener.damaged(path, what);
    }

    @Override
    public void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {
      stopIfCancelled.run();
      listener.roundStarted(name, candidates, nfe, evaluated);
    }

    @Override
    public void imagesScored(double bestMean, double mean) {
      listener.imagesScored(bestMean, mean);
      stopIfCancelled.run();
    }

    @Override
    public void roundDone(long nfe, double bestMean, double mean) {
      listener.roundDone(nfe, bestMean, mean);
      stopIfCancelled.run(); // The listener may have cancelled it.
    }

    @Override
    public void waveKept(long nfe) {
      listener.waveKept(nfe);
    }

    @Override
    public void waveDone(int promptsDone, int promptsFailed) {
      listener.waveDone(promptsDone, promptsFailed);
    }
  }
}
