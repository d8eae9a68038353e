package dev.prospector.jobs.command;

import dev.prospector.driver.cluster.RunListener;
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
  private String round = "";
  private LongSupplier evaluated = () -> 0;
  private int roundSize;
  private long roundNfe;
  private long before;
  private long nfe;

  /** Of it, what this process has seen drawn: what it has taken over says nothing of its speed. */
  private long nfeDrawn;

  private double best = Double.NaN;
  private double mean = Double.NaN;

  /** Whether a line that stays has told how things stand between two rounds. */
  private boolean told;

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
    round = "starting";
    started = System.nanoTime();
    expected = nfe;
    executors = executorsNow;
  }

  @Override
  public void damaged(String path, String what) {
    terminal.say(path + " " + what + "; it is made again");
  }

  @Override
  public synchronized void roundStarted(
      String name, int candidates, long nfeOfRound, LongSupplier evaluatedSoFar) {
    round = name;
    roundNfe = nfeOfRound;
    roundSize = candidates;
    evaluated = evaluatedSoFar;
  }

  @Override
  public synchronized void imagesScored(double bestSoFar, double meanSoFar) {
    best = bestSoFar;
    mean = meanSoFar;
  }

  @Override
  public synchronized void roundDone(long nfeSoFar, double bestSoFar, double meanSoFar) {
    before += roundSize;
    nfeDrawn += roundSize == 0 ? 0 : roundNfe;
    roundSize = 0;
    evaluated = () -> 0;
    nfe = nfeSoFar;
    told = false;
    best = bestSoFar;
    mean = meanSoFar;
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
    long done = Math.min(evaluated.getAsLong(), roundSize);
    return done == 0
        ? ""
        : "; %,d candidate%s of the round that is not over %s made again"
            .formatted(done, done == 1 ? "" : "s", done == 1 ? "is" : "are");
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
    } else if (roundSize > 0 || !told || terminal.rewrites()) {
      terminal.show(line()::within);
      told = roundSize == 0; // Between rounds nothing moves but the clock.
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
    long ofRound = Math.min(evaluated.getAsLong(), roundSize);
    double nfeOfRound = roundSize == 0 ? 0 : (double) roundNfe * ofRound / roundSize;
    return new ProgressLine(
        round,
        before + ofRound,
        nfe + nfeOfRound,
        nfeDrawn + nfeOfRound,
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
