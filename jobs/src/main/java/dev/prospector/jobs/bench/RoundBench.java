package dev.prospector.jobs.bench;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.rounds.RunListener;
import dev.prospector.driver.rounds.RunPlan;
import dev.prospector.driver.rounds.SearchRun;
import dev.prospector.executors.candidate.Prompt;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times the rounds of a search: how long each took, how long no task of it ran, and what the driver
 * holds when a round's outcomes and states are all there.
 */
public final class RoundBench {

  /**
   * One round.
   *
   * @param seconds from the end of the one before to its own
   * @param idle of these, seconds in which no task ran
   */
  public record Round(String name, int candidates, double seconds, double idle) {}

  /**
   * What was measured.
   *
   * @param heap bytes in use after a collection, at the end of the last round
   */
  public record Measured(List<Round> rounds, long heap) {}

  private record Mark(String name, int candidates, long from, long to) {}

  private RoundBench() {}

  /**
   * Searches one wave and measures.
   *
   * @param lastRound after which the heap is taken; a collection would disturb the time of others
   */
  public static Measured run(
      JavaSparkContext spark,
      RunPlan plan,
      RunDirectory directory,
      List<Prompt> prompts,
      int lastRound) {
    TaskIntervals tasks = new TaskIntervals();
    spark.sc().addSparkListener(tasks);
    Clock clock = new Clock(lastRound);
    new SearchRun(spark, plan, directory, clock).search(prompts);
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
    return new Measured(rounds, clock.heap);
  }

  private static final class Clock implements RunListener {
    private final int lastRound;
    private final List<Mark> marks = new ArrayList<>();
    private long from = System.currentTimeMillis();
    private String name;
    private int candidates;
    private long heap;

    Clock(int lastRound) {
      this.lastRound = lastRound;
    }

    @Override
    public void roundStarted(
        String roundName, int roundCandidates, long nfe, LongSupplier evaluated) {
      name = roundName;
      candidates = roundCandidates;
    }

    @Override
    public void roundDone(long nfe, double bestMean) {
      marks.add(new Mark(name, candidates, from, System.currentTimeMillis()));
      if (marks.size() - 1 == lastRound) {
        settle();
        heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      }
      from = System.currentTimeMillis();
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

    @Override
    public void waveDone(int promptsDone, int promptsFailed) {}
  }
}
