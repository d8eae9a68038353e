package dev.prospector.jobs.command;

import dev.prospector.driver.cluster.RunListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One line that tells how all runs of a sweep are getting on together. */
final class SweepProgress implements AutoCloseable {
  private static final String BETWEEN = " · ";

  private final Terminal terminal;
  private final int runs;
  private final long expected;
  private final long started = System.nanoTime();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "prospector-progress");
            thread.setDaemon(true);
            return thread;
          });

  /** Those that are under way, by name. */
  private final Map<String, OfRun> underWay = new HashMap<>();

  private int ended;
  private int failed;

  /** NFE of runs that have ended, and what of it this process has drawn. */
  private double nfe;

  private double drawn;

  /**
   * Starts telling.
   *
   * @param runs that are begun or gone on with
   * @param expected what they may cost
   */
  SweepProgress(Terminal terminal, int runs, long expected) {
    this.terminal = terminal;
    this.runs = runs;
    this.expected = expected;
    long millis = terminal.rewrites() ? 200 : 5000;
    var unused = ticker.scheduleAtFixedRate(this::tell, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** A run begins. */
  synchronized RunListener begins(String name) {
    OfRun run = new OfRun();
    underWay.put(name, run);
    return run;
  }

  /** A run has ended; a line that stays says so if it failed. */
  synchronized void ended(String name, boolean hasFailed) {
    OfRun run = underWay.remove(name);
    ended++;
    failed += hasFailed ? 1 : 0;
    if (run != null) {
      nfe += run.nfe();
      drawn += run.drawn();
    }
  }

  private synchronized void tell() {
    terminal.show(columns -> line(columns, (System.nanoTime() - started) / 1e9));
  }

  /** As much as fits; what tells least goes first. The last column stays free. */
  private String line(int columns, double seconds) {
    double all = nfe + underWay.values().stream().mapToDouble(OfRun::nfe).sum();
    double now = drawn + underWay.values().stream().mapToDouble(OfRun::drawn).sum();
    String done = "%d of %d runs".formatted(ended, runs);
    String bad = failed == 0 ? "" : failed + " failed";
    String active = underWay.size() + " under way";
    String cost = String.format(Locale.ROOT, "NFE %,d of %,d", Math.round(all), expected);
    String rate = String.format(Locale.ROOT, "%,.0f NFE/s", now / Math.max(1e-9, seconds));
    String elapsed = ProgressLine.clock(seconds);
    String eta = now == 0 ? "" : "ETA " + ProgressLine.clock((expected - all) * seconds / now);
    List<List<String>> choices =
        List.of(
            List.of(done, bad, active, cost, rate, elapsed, eta),
            List.of(done, bad, cost, elapsed, eta),
            List.of(done, bad, eta));
    for (List<String> parts : choices) {
      List<String> there = new ArrayList<>(parts);
      there.removeIf(String::isEmpty);
      String line = String.join(BETWEEN, there);
      if (line.length() < columns) {
        return line;
      }
    }
    return done.substring(0, Math.max(0, Math.min(done.length(), columns - 1)));
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    terminal.clear();
  }

  /** What is told of one run, in whichever thread. */
  private static final class OfRun implements RunListener {
    private record Round(long nfe, int candidates, LongSupplier evaluated) {
      double done() {
        return candidates == 0
            ? 0
            : (double) nfe * Math.min(evaluated.getAsLong(), candidates) / candidates;
      }
    }

    private final Map<Integer, Round> rounds = new HashMap<>();
    private long credited;
    private long kept;

    synchronized double nfe() {
      return credited + rounds.values().stream().mapToDouble(Round::done).sum();
    }

    synchronized double drawn() {
      return nfe() - kept;
    }

    @Override
    public RunListener ofWave(int wave) {
      return new RunListener() {
        @Override
        public void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {
          synchronized (OfRun.this) {
            rounds.put(wave, new Round(nfe, candidates, evaluated));
          }
        }

        @Override
        public void roundDone(long nfe, double bestMean, double mean) {
          synchronized (OfRun.this) {
            rounds.remove(wave);
            credited = nfe;
          }
        }
      };
    }

    @Override
    public synchronized void waveKept(long nfe) {
      credited = nfe;
      kept = nfe;
    }
  }
}
