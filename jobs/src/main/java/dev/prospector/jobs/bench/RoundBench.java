package dev.prospector.jobs.bench;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.run.DirectoryStore;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.run.SearchRun;
import dev.prospector.executors.candidate.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs the rounds of a search to time them, or to weigh them. */
public final class RoundBench {

  /**
   * One round.
   *
   * @param seconds from the end of the one before to its own
   * @param idle of these, seconds in which no task ran
   */
  public record Round(String name, int candidates, double seconds, double idle) {}

  private record Mark(String name, int candidates, long from, long to) {}

  private RoundBench() {}

  /** Searches one wave and times its rounds. */
  public static List<Round> times(
      JavaSparkContext spark, SearchPlan plan, RunDirectory directory, List<Prompt> prompts) {
    TaskIntervals tasks = new TaskIntervals();
    spark.sc().addSparkListener(tasks);
    Clock clock = new Clock();
    search(spark, plan, directory, prompts, clock);
    spark.stop(); // Flushes what listeners are still to hear.
    List<Round> rounds = new ArrayList<>();
    for (Mark mark : clock.marks) {
      rounds.add(
          new Round(
              mark.name,
              mark.candidates,
              (mark.to - mark.from) / 1e3,
              tasks.idle(mark.from, mark.to) / 1e3));
    }
    return rounds;
  }

  /**
   * Searches one wave, and takes the driver's heap at each round's end, when its outcomes and
   * states are all there: bytes in use after a collection. It disturbs the time of rounds.
   */
  public static List<Long> heaps(
      JavaSparkContext spark, SearchPlan plan, RunDirectory directory, List<Prompt> prompts) {
    Scales scales = new Scales();
    search(spark, plan, directory, prompts, scales);
    spark.stop();
    return scales.heaps;
  }

  private static void search(
      JavaSparkContext spark,
      SearchPlan plan,
      RunDirectory directory,
      List<Prompt> prompts,
      RunListener listener) {
    Configuration conf = spark.hadoopConfiguration();
    try (RunLease lease = RunLease.take(directory, false, conf)) {
      DirectoryStore store = new DirectoryStore(directory, plan, lease, conf);
      new SearchRun(spark, plan, store, listener).search(prompts);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + directory.root(), e);
    }
  }

  private static final class Clock implements RunListener {
    private final List<Mark> marks = new ArrayList<>();
    private long from = System.currentTimeMillis();
    private String name;
    private int candidates;

    @Override
    public void roundStarted(
        String roundName, int roundCandidates, long nfe, LongSupplier evaluated) {
      name = roundName;
      candidates = roundCandidates;
    }

    @Override
    public void roundDone(long nfe, double bestMean, double mean) {
      long to = System.currentTimeMillis();
      marks.add(new Mark(name, candidates, from, to));
      from = to;
    }
  }

  private static final class Scales implements RunListener {
    private final List<Long> heaps = new ArrayList<>();

    @Override
    public void roundDone(long nfe, double bestMean, double mean) {
      settle();
      heaps.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    /** Cleaners run after a collection; what they let go of falls to the next. */
    private static void settle() {
      try {
        System.gc();
        Thread.sleep(1000);
        System.gc();
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while the heap was measured", e);
      }
    }
  }
}
