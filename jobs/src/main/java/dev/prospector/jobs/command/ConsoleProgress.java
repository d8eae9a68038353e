package dev.prospector.jobs.command;

import dev.prospector.driver.cluster.RunListener;
import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One line that tells how a search is getting on: rewritten in place on a terminal, repeated every
 * few seconds in a log.
 */
final class ConsoleProgress implements RunListener, AutoCloseable {
  /** To the line's beginning, and away with what stands there. */
  private static final String CLEAR = "\r\u001B[K";

  private final PrintStream out;
  private final boolean terminal;
  private final long expected;
  private final LongSupplier executors;
  private final TerminalWidth width = new TerminalWidth();
  private final long started = System.nanoTime();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "prospector-progress");
            thread.setDaemon(true);
            return thread;
          });

  private String round = "starting";
  private LongSupplier evaluated = () -> 0;
  private int roundSize;
  private long roundNfe;
  private long before;
  private long nfe;
  private double bestMean = Double.NaN;

  /**
   * Starts telling.
   *
   * @param expected NFE of the whole run, at most
   * @param executors how many there are now, to be asked at any time
   */
  ConsoleProgress(PrintStream out, boolean terminal, long expected, LongSupplier executors) {
    this.out = out;
    this.terminal = terminal;
    this.expected = expected;
    this.executors = executors;
    long millis = terminal ? 200 : 5000;
    var unused = ticker.scheduleAtFixedRate(this::tell, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void damaged(String path, String what) {
    if (terminal) {
      out.print(CLEAR);
    }
    out.println("prospector: " + path + " " + what + "; it is made again");
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
  public synchronized void roundDone(long nfeSoFar, double bestMeanSoFar) {
    before += roundSize;
    roundSize = 0;
    evaluated = () -> 0;
    nfe = nfeSoFar;
    bestMean = bestMeanSoFar;
  }

  @Override
  public synchronized void waveDone(int promptsDone, int promptsFailed) {
    tell();
  }

  private synchronized void tell() {
    if (executors.getAsLong() == 0) {
      String none =
          "waiting for executors: none has come yet; look at the cluster's free cores and GPUs";
      print(terminal ? none.substring(0, Math.min(none.length(), width.columns() - 1)) : none);
    } else {
      print(terminal ? line().within(width.columns()) : line().toString());
    }
  }

  private void print(String line) {
    if (terminal) {
      out.print(CLEAR + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  private ProgressLine line() {
    long ofRound = Math.min(evaluated.getAsLong(), roundSize);
    double seconds = (System.nanoTime() - started) / 1e9;
    double now = nfe + (roundSize == 0 ? 0 : (double) roundNfe * ofRound / roundSize);
    return new ProgressLine(round, before + ofRound, now, expected, bestMean, seconds);
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    if (terminal) {
      out.print(CLEAR);
      out.flush();
    }
  }
}
