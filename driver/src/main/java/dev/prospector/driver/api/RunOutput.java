package dev.prospector.driver.api;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.DurableFile;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Opens and commits the directory of a run. */
final class RunOutput {
  private final RunDirectory directory;
  private final Configuration conf;

  private RunOutput(RunDirectory directory, Configuration conf) {
    this.directory = directory;
    this.conf = conf;
  }

  /**
   * Makes the directory and its first file, before anything is computed.
   *
   * @throws InvalidInputException if it holds a run already, whose rounds would be taken for this
   *     one's, or it can't be written; nothing is left behind then
   */
  static RunOutput begin(String out, RunRecord record, Configuration conf) {
    try {
      RunDirectory named = new RunDirectory(new Path(out));
      FileSystem files = named.files(conf);
      RunDirectory directory = new RunDirectory(files.makeQualified(named.root()));
      if (files.exists(directory.runRecord())) {
        throw new InvalidInputException(
            out + ": holds a run already, expected a new directory, or that the run is resumed");
      }
      if (files.exists(directory.root()) && files.listStatus(directory.root()).length > 0) {
        throw new InvalidInputException(
            out + ": is a file or holds other files already, expected a new directory");
      }
      Path made = firstMissing(files, directory.root());
      try {
        RunOutput output = new RunOutput(directory, conf);
        RunRecordFile.begin(directory, conf, record);
        return output;
      } catch (IOException | FSError e) {
        if (made != null) {
          files.delete(made, true);
        }
        throw e;
      }
    } catch (IOException | FSError e) {
      throw new InvalidInputException("%s: can't be written (%s)".formatted(out, e.getMessage()));
    }
  }

  /**
   * Opens the directory of a run that has begun, and says that not everything is there any more.
   */
  static RunOutput reopen(String out, RunRecord record, Configuration conf) {
    try {
      RunDirectory named = new RunDirectory(new Path(out));
      FileSystem files = named.files(conf);
      RunDirectory directory = new RunDirectory(files.makeQualified(named.root()));
      files.delete(directory.success(), false);
      RunOutput output = new RunOutput(directory, conf);
      RunRecordFile.begin(directory, conf, record);
      return output;
    } catch (IOException | FSError e) {
      throw new InvalidInputException("%s: can't be written (%s)".formatted(out, e.getMessage()));
    }
  }

  private static Path firstMissing(FileSystem files, Path root) throws IOException {
    Path missing = null;
    for (Path path = root; path != null && !files.exists(path); path = path.getParent()) {
      missing = path;
    }
    return missing;
  }

  RunDirectory directory() {
    return directory;
  }

  void write(RunRecord record) throws IOException {
    RunRecordFile.write(directory, conf, record);
  }

  /** The same when something has failed, which is what matters if this fails too. */
  void writeIfPossible(RunRecord record, Throwable failure) {
    try {
      write(record);
    } catch (IOException | RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** Says that everything is there. */
  void commit() throws IOException {
    CommittedFile unused =
        DurableFile.write(directory.success(), directory.files(conf), "_SUCCESS", new byte[0]);
  }
}
