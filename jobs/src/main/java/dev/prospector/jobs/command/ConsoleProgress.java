package dev.prospector.jobs.command;

import dev.prospector.driver.cluster.RunListener;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One line that tells what a search is at and how it is getting on: written over in place on a
 * terminal, repeated every few seconds in a log.
 */
final class ConsoleProgress implements RunListener, AutoCloseable {
  private final Terminal terminal;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "prospector-progress");
            thread.setDaemon(true);
            return thread;
          });

  private long started = System.nanoTime();
  private String phase = "";
  private long expected;
  private LongSupplier executors = () -> 1;

  /** By wave, those that are under way. */
  private final SortedMap<Integer, Round> rounds = new TreeMap<>();

  private String latest = "";
  private long before;
  private long nfe;

  /** Of it, what this process has seen drawn: what it has taken over says nothing of its speed. */
  private long nfeDrawn;

  private double best = Double.NaN;
  private double mean = Double.NaN;

  /** Whether a line that stays has told how things stand between two rounds. */
  private boolean told;

  /** A round that is under way. */
  private record Round(String name, int candidates, long nfe, LongSupplier evaluated) {
    long done() {
      return Math.min(evaluated.getAsLong(), candidates);
    }

    double nfeDone() {
      return candidates == 0 ? 0 : (double) nfe * done() / candidates;
    }
  }

  /** What is told of one wave. */
  private final class OfWave implements RunListener {
    private final int wave;

    OfWave(int wave) {
      this.wave = wave;
    }

    @Override
    public void roundStarted(String name, int candidates, long nfeOfRound, LongSupplier evaluated) {
      synchronized (ConsoleProgress.this) {
        rounds.put(wave, new Round(name, candidates, nfeOfRound, evaluated));
        latest = name;
      }
    }

    @Override
    public void imagesScored(double bestSoFar, double meanSoFar) {
      synchronized (ConsoleProgress.this) {
        scores(bestSoFar, meanSoFar);
      }
    }

    @Override
    public void roundDone(long nfeSoFar, double bestSoFar, double meanSoFar) {
      synchronized (ConsoleProgress.this) {
        Round over = rounds.remove(wave);
        if (over != null) {
          before += over.candidates;
          nfeDrawn += over.nfe;
        }
        nfe = nfeSoFar;
        told = false;
        scores(bestSoFar, meanSoFar);
      }
    }

    /** Those of the first wave that is under way are shown, so that they don't leap. */
    private void scores(double bestSoFar, double meanSoFar) {
      if (rounds.isEmpty() || wave <= rounds.firstKey()) {
        best = bestSoFar;
        mean = meanSoFar;
      }
    }

    @Override
    public void waveDone(int promptsDone, int promptsFailed) {
      tell();
      synchronized (ConsoleProgress.this) {
        rounds.remove(wave); // Images that were drawn again are no round.
      }
    }
  }

  /** Starts telling. */
  ConsoleProgress(Terminal terminal) {
    this.terminal = terminal;
    phase("reading prompts and the model");
    long millis = terminal.rewrites() ? 200 : 5000;
    var unused = ticker.scheduleAtFixedRate(this::tell, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Tells what it is at while there are no rounds. */
  synchronized void phase(String what) {
    phase = what;
    if (terminal.rewrites()) {
      tell();
    } else {
      terminal.say(what);
    }
  }

  /**
   * The rounds begin.
   *
   * @param nfe of the whole run, at most
   * @param executorsNow how many there are, to be asked at any time
   */
  synchronized void searching(long nfe, LongSupplier executorsNow) {
    phase = "";
    latest = "starting";
    started = System.nanoTime();
    expected = nfe;
    executors = executorsNow;
  }

  @Override
  public void damaged(String path, String what) {
    terminal.say(path + " " + what + "; it is made again");
  }

  @Override
  public RunListener ofWave(int wave) {
    return new OfWave(wave);
  }

  @Override
  public synchronized void waveKept(long nfeSoFar) {
    nfe = nfeSoFar;
  }

  @Override
  public void waveDone(int promptsDone, int promptsFailed) {
    tell();
  }

  /**
   * What an end at this moment throws away, as a part of a sentence; empty if it is nothing. Rounds
   * are kept once they are over.
   */
  synchronized String loss() {
    long done = rounds.values().stream().mapToLong(Round::done).sum();
    return done == 0
        ? ""
        : "; %,d candidate%s of the round%s not over %s made again"
            .formatted(
                done,
                done == 1 ? "" : "s",
                rounds.size() == 1 ? " that is" : "s that are",
                done == 1 ? "is" : "are");
  }

  private synchronized void tell() {
    if (!phase.isEmpty()) {
      String line = phase + " · " + ProgressLine.clock(seconds());
      terminal.show(columns -> cut(line, columns));
    } else if (executors.getAsLong() == 0) {
      terminal.show(
          columns ->
              cut(
                  "waiting for executors: none has come yet; look at the cluster's free cores and GPUs",
                  columns));
    } else if (!rounds.isEmpty() || !told || terminal.rewrites()) {
      terminal.show(line()::within);
      told = rounds.isEmpty(); // Between rounds nothing moves but the clock.
    }
  }

  /** The last column stays free, since some terminals begin a new line there. */
  private static String cut(String line, int columns) {
    return line.substring(0, Math.min(line.length(), Math.max(0, columns - 1)));
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  private ProgressLine line() {
    double nfeUnderWay = rounds.values().stream().mapToDouble(Round::nfeDone).sum();
    return new ProgressLine(
        rounds.isEmpty() ? latest : rounds.get(rounds.firstKey()).name(),
        before + rounds.values().stream().mapToLong(Round::done).sum(),
        nfe + nfeUnderWay,
        nfeDrawn + nfeUnderWay,
        expected,
        best,
        mean,
        seconds());
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    terminal.clear();
  }
}
