package dev.prospector.jobs.command;

import dev.prospector.driver.api.RunningSearch;
import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The run that this process works on, once its directory is there: what a bad end leaves. */
final class RunUnderWay {
  /** A run that is stopped by force is resumed as well as one that had the time to say so. */
  private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(3);

  private final RunLog log;
  private volatile Begun begun;
  private volatile Runnable cancel;
  private volatile String repeated = "";
  private volatile Supplier<String> loss = () -> "";

  private record Begun(String directory, String master, Configuration conf) {}

  /**
   * None yet.
   *
   * @param log what libraries say meanwhile; it goes to the run's directory
   */
  RunUnderWay(RunLog log) {
    this.log = log;
  }

  /**
   * Notes that the directory is there: from now on the run can be resumed.
   *
   * @param master that only spark-submit was told of; empty if there was none
   */
  void begun(String directory, String master, Configuration conf) {
    begun = new Begun(directory, master, conf);
  }

  /**
   * The same, of a run that goes on now and can be stopped.
   *
   * @param lossNow what its end would throw away, as a part of a sentence
   */
  void begun(
      String directory,
      String master,
      Configuration conf,
      RunningSearch running,
      Supplier<String> lossNow) {
    begun(directory, master, conf);
    loss = lossNow;
    cancel = running::cancel;
    log(directory, conf);
  }

  private void log(String directory, Configuration conf) {
    try {
      log.into(logOf(new Path(directory), conf));
    } catch (IOException e) {
      return; // A run is worth more than what is said beside it.
    }
  }

  /** In the directory if it is this machine's: elsewhere a file can't be added to. */
  private static RunLog.Place logOf(Path directory, Configuration conf) throws IOException {
    return new HadoopFiles(conf).system(directory) instanceof LocalFileSystem local
        ? () -> local.pathToFile(directory).toPath().resolve(RunLog.NAME)
        : () -> Files.createTempFile(directory.getName() + "-", "-" + RunLog.NAME);
  }

  /** Notes that a directory is worked on by a command that goes on with it, however it ends. */
  void repeatable(String directory, Configuration conf) {
    repeated = "; the same command goes on";
    log(directory, conf);
  }

  /**
   * Notes that something goes on there that can be stopped.
   *
   * @param stop what ends it, and returns once it has ended
   * @param lossNow what its end would throw away, as a part of a sentence
   */
  void repeatable(Runnable stop, Supplier<String> lossNow) {
    loss = lossNow;
    cancel = stop;
  }

  /** The file with what libraries said, if they said anything. */
  Optional<java.nio.file.Path> noise() {
    return log.file();
  }

  /** What they said before there was a directory for it. */
  String heldNoise() {
    return log.held();
  }

  /** What an end at this moment throws away, as a part of a sentence; empty if it is nothing. */
  String loss() {
    return loss.get();
  }

  /** What to do next, as the end of a sentence; empty if there is nothing to go on with. */
  String remedy() {
    Begun known = begun;
    return known == null
        ? repeated
        : "; go on with: prospector resume %s%s"
            .formatted(
                ShellWord.quoted(known.directory),
                known.master.isEmpty() ? "" : " --master " + ShellWord.quoted(known.master));
  }

  /** Ends the search, if there is one and it ends soon. */
  void stop() {
    Runnable running = cancel;
    if (running == null) {
      return;
    }
    Thread cancelling = new Thread(running, "prospector-cancel");
    cancelling.setDaemon(true);
    cancelling.start();
    try {
      cancelling.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes into the run's record that it failed, if it can be written. */
  void failed(String reason) {
    Begun known = begun;
    if (known == null) {
      return;
    }
    try {
      RunDirectory directory = new RunDirectory(new Path(known.directory));
      RunRecord record = RunRecordFile.read(directory, known.conf);
      RunRecordFile.write(directory, known.conf, record.failed(reason));
    } catch (IOException | RuntimeException | OutOfMemoryError | FSError e) {
      // The record stays as it is, of a run that has begun; that it failed is about to be said.
      return;
    }
  }
}
