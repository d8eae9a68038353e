package dev.prospector.jobs.command;

import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/** The run that this process works on, once its directory is there: what a bad end leaves. */
final class RunUnderWay {
  private volatile Begun begun;

  private record Begun(String directory, String master, Configuration conf) {}

  /**
   * Notes that the directory is there: from now on the run can be resumed.
   *
   * @param master that only spark-submit was told of; empty if there was none
   */
  void begun(String directory, String master, Configuration conf) {
    begun = new Begun(directory, master, conf);
  }

  /** What to do next, as the end of a sentence; empty if there is nothing to go on with. */
  String remedy() {
    Begun known = begun;
    return known == null
        ? ""
        : "; 'prospector resume %s%s' goes on with it"
            .formatted(
                ShellWord.quoted(known.directory),
                known.master.isEmpty() ? "" : " --master " + ShellWord.quoted(known.master));
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
