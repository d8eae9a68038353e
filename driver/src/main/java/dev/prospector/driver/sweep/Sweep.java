package dev.prospector.driver.sweep;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.RunningSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.api.SearchResult;
import dev.prospector.driver.input.Failures;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.bundle.S3Settings;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A sweep's runs, some at a time, on a Spark context that the caller owns. Each is a search as any
 * other, in a pool of its own of Spark's FAIR scheduler and in a directory of its own. One that
 * fails does not stop the others; what is there already is not done again. Models stay loaded from
 * one to the next.
 */
public final class Sweep {
  private final JavaSparkContext spark;
  private final Configuration conf;
  private final SweepPlan plan;
  private final List<Prompt> prompts;
  private final Set<RunningSearch> running = new HashSet<>();
  private final SortedMap<String, String> failures = new TreeMap<>();
  private int atOnce = 4;
  private SweepListener listener = new SweepListener() {};
  private Redaction redaction = new Redaction();
  private Function<PlannedRun, Map<String, ?>> remembered = run -> Map.of();
  private long failedPrompts;
  private boolean takesOver;
  private boolean cancelled;

  private Sweep(JavaSparkContext spark, SweepPlan plan, List<Prompt> prompts) {
    this.spark = spark;
    this.conf = S3Settings.complete(spark.hadoopConfiguration());
    this.plan = plan;
    this.prompts = List.copyOf(prompts);
  }

  /**
   * One that has been planned.
   *
   * @param prompts those that it was planned for
   */
  public static Sweep of(JavaSparkContext spark, SweepPlan plan, List<Prompt> prompts) {
    return new Sweep(spark, plan, prompts);
  }

  /** How many runs go on at a time; 4 unless told. */
  public Sweep atOnce(int runs) {
    atOnce = runs;
    return this;
  }

  /** Resumes runs though another process writes them, which finds out and stops. */
  public Sweep takeOver(boolean yes) {
    takesOver = yes;
    return this;
  }

  /** Listens to the runs. */
  public Sweep listener(SweepListener who) {
    listener = who;
    return this;
  }

  /** Keeps out of what is written what somebody has learnt already. */
  public Sweep redaction(Redaction learnt) {
    redaction = learnt;
    return this;
  }

  /** What else {@code run.json} of a run is to hold of its configuration. */
  public Sweep remember(Function<PlannedRun, Map<String, ?>> more) {
    remembered = more;
    return this;
  }

  /**
   * Runs to the end what is not there yet.
   *
   * @return what failed
   * @throws CancellationException if it was cancelled
   * @throws UncheckedIOException if the sweep's directory can't be written
   */
  public SweepOutcome run() {
    try {
      plan.write(conf);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write into " + plan.out(), e);
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            atOnce,
            task -> {
              Thread thread = new Thread(task, "prospector-sweep");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> all =
          plan.open().stream().<Future<?>>map(one -> threads.submit(() -> run(one))).toList();
      for (Future<?> one : all) {
        Object unused = one.get();
      }
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a sweep was waited for", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a run's listener has failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
    synchronized (this) {
      if (cancelled) {
        throw new CancellationException("the sweep was cancelled");
      }
      return new SweepOutcome(failures, failedPrompts);
    }
  }

  private void run(PlannedRun one) {
    RunningSearch search = null;
    try {
      search = begun(one);
      if (search != null) {
        SearchResult result = search.result();
        ended(one, result.totals().failed(), Optional.empty());
      }
    } catch (RuntimeException | Error e) { // Whatever it is, the others go on.
      if (!isCancelled()) {
        ended(one, 0, Optional.of(Failures.reason(e)));
      }
    } finally {
      forget(search);
    }
  }

  /** The search, on its way; null if nothing is to begin any more. */
  private RunningSearch begun(PlannedRun one) {
    PlannedSearch search = new SearchPlanner(conf).plan(one.spec().orElseThrow(), prompts);
    Prospector prospector = Prospector.on(spark);
    SearchRequest request =
        one.state() == PlannedRun.State.BEGUN
            ? prospector.resume(search, one.directory()).takeOver(takesOver)
            : prospector.search(search).into(one.directory());
    synchronized (this) {
      if (cancelled) {
        return null;
      }
    }
    RunningSearch begun =
        request
            .listener(listener.begins(one))
            .redaction(redaction)
            .remember(remembered.apply(one))
            .beforeCommit(listener::beforeCommit)
            .start();
    synchronized (this) {
      running.add(begun);
      if (!cancelled) {
        return begun;
      }
    }
    begun.cancel();
    return begun;
  }

  private synchronized void forget(RunningSearch search) {
    running.remove(search);
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  private void ended(PlannedRun one, long withoutImage, Optional<String> failure) {
    Optional<String> told = failure.map(redaction::text);
    synchronized (this) {
      failedPrompts += withoutImage;
      told.ifPresent(why -> failures.put(one.name(), why));
    }
    listener.ended(one, withoutImage, told);
  }

  /** Ends it; when this returns nothing of it runs any more. Submitted again, it goes on. */
  public void cancel() {
    List<RunningSearch> all;
    synchronized (this) {
      cancelled = true;
      all = List.copyOf(running);
    }
    all.forEach(RunningSearch::cancel);
  }
}
