package dev.prospector.driver.run;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Waves that are searched at the same time, each in a thread of its own: executors work for one
 * while another's round ends and the driver selects, writes and proposes. Spark takes jobs in the
 * order in which they come, so rounds alternate. What waves tell is told in the caller's thread,
 * one after the other, while it waits here. If one fails, the others are ended too.
 */
final class WavesInFlight implements AutoCloseable {
  /** They fill each other's gaps; more of them would only take memory. */
  private static final int FULL = 2;

  /** Where they have little to do, as when all but a few hard prompts have ended. */
  private static final int MOST = 4;

  private static final int PATIENCE_MILLIS = 100;
  private static final AtomicInteger SEARCHES = new AtomicInteger();

  private final JavaSparkContext spark;
  private final BooleanSupplier starving;
  private final String tag = "prospector-waves-" + SEARCHES.incrementAndGet();
  private final LinkedBlockingQueue<Runnable> asked = new LinkedBlockingQueue<>();
  private int flying;
  private boolean stopped;

  /**
   * None so far.
   *
   * @param starving whether the rounds of those that fly leave executors without work; asked in the
   *     caller's thread
   */
  WavesInFlight(JavaSparkContext spark, BooleanSupplier starving) {
    this.spark = spark;
    this.starving = starving;
  }

  /**
   * Starts one as soon as there is room.
   *
   * @param ended is given what came of it, in the caller's thread
   */
  <T> void start(String name, Callable<T> wave, Consumer<T> ended) {
    await(() -> flying < FULL || (flying < MOST && starving.getAsBoolean()));
    FutureTask<T> flight =
        new FutureTask<>(
            () -> {
              spark.addJobTag(tag);
              return wave.call();
            });
    Thread thread =
        new Thread(
            () -> {
              flight.run();
              asked.add(() -> end(flight, ended));
            },
            name);
    thread.setDaemon(true);
    flying++;
    thread.start(); // With the caller's job group and pool, which Spark has threads inherit.
  }

  private <T> void end(FutureTask<T> flight, Consumer<T> ended) {
    flying--;
    if (!stopped) {
      ended.accept(result(flight));
    }
  }

  /** Waits until all have ended. */
  void awaitAll() {
    await(() -> flying == 0);
  }

  private void await(BooleanSupplier room) {
    try {
      while (!room.getAsBoolean()) {
        asked.take().run();
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waves were searched", e);
    }
  }

  /** Ends what flies, and waits for it; whoever wants to tell something ends there. */
  @Override
  public void close() {
    stopped = true;
    boolean interrupted = false;
    while (flying > 0) {
      cancelJobs();
      try {
        Runnable next = asked.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (next instanceof FutureTask<?> told) {
          told.cancel(false);
        } else if (next != null) {
          next.run();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Done again and again: a job that was about to be submitted has no tag yet. */
  private void cancelJobs() {
    try {
      spark.sc().cancelJobsWithTag(tag);
    } catch (IllegalStateException e) {
      if (!spark.sc().isStopped()) {
        throw e;
      }
    }
  }

  /** In any thread, which goes on: has the caller's thread do this, unless all is over then. */
  void post(Runnable what) {
    asked.add(
        () -> {
          if (!stopped) {
            what.run();
          }
        });
  }

  /** In a wave's thread: has the caller's thread do this. What it throws is thrown here. */
  void tell(Runnable what) {
    FutureTask<Void> told = new FutureTask<>(what, null);
    asked.add(told);
    result(told);
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw WavesInFlight.<RuntimeException>asItIs(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a wave was searched", e);
    }
  }

  /** Spark's exceptions may be checked ones, which nobody declares. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable failure) throws E {
    throw (E) failure;
  }
}
