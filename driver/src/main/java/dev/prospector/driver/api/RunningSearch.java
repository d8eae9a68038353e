package dev.prospector.driver.api;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A search that goes on in a thread of its own, so that several can at once, each with its own job
 * group and pool. What it throws, {@link #result} throws.
 */
public final class RunningSearch {
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final int PATIENCE_MILLIS = 100;

  private final JavaSparkContext spark;
  private final String group = "prospector-" + STARTED.incrementAndGet();
  private final Thread thread;
  private volatile boolean cancelled;
  private SearchResult result;
  private Throwable failure;

  /** What is searched; asked to check now and then whether to stop. */
  interface Work {
    SearchResult run(Runnable stopIfCancelled) throws Exception;
  }

  private RunningSearch(JavaSparkContext spark, String pool, Work work) {
    this.spark = spark;
    this.thread =
        new Thread(
            () -> {
              spark.setJobGroup(group, "prospector", false);
              spark.setLocalProperty("spark.scheduler.pool", pool == null ? group : pool);
              finish(() -> work.run(this::stopIfCancelled));
            },
            group);
    thread.setDaemon(true);
  }

  static RunningSearch start(JavaSparkContext spark, String pool, Work work) {
    RunningSearch running = new RunningSearch(spark, pool, work);
    running.thread.start();
    return running;
  }

  private void finish(Callable<SearchResult> work) {
    try {
      result = work.call();
    } catch (Throwable e) { // Whatever it is belongs to whoever asks for the result.
      failure = e;
    }
  }

  private void stopIfCancelled() {
    if (cancelled) {
      throw new CancellationException("the search was cancelled");
    }
  }

  /** Whether it has ended, in whatever way. */
  public boolean isDone() {
    return !thread.isAlive();
  }

  /**
   * Ends it; when this returns nothing of it runs any more. A run directory that it wrote to can be
   * resumed. Called by a listener of this very search, it ends when the listener returns.
   */
  public void cancel() {
    cancelled = true;
    if (Thread.currentThread().equals(thread)) {
      return; // It can't wait for itself.
    }
    while (!isDone()) {
      // Again and again: a job that was about to be submitted is not in the group yet.
      spark.sc().cancelJobGroup(group);
      join(PATIENCE_MILLIS);
    }
  }

  /**
   * Waits for the end.
   *
   * @throws CancellationException if it was cancelled
   * @throws IllegalStateException if it failed for a reason that is no unchecked exception
   */
  public SearchResult result() {
    join(0);
    if (failure == null) {
      return result;
    }
    if (cancelled) {
      CancellationException stopped = new CancellationException("the search was cancelled");
      stopped.initCause(failure);
      throw stopped;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(failure.getMessage(), failure);
  }

  private void join(long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a search was waited for", e);
    }
  }
}
