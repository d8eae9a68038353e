package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
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
   * @throws InvalidInputException if it can't be written; nothing is left behind then
   */
  static RunOutput begin(String out, RunRecord record, Configuration conf) {
    try {
      RunDirectory named = new RunDirectory(new Path(out));
      FileSystem files = named.files(conf);
      RunDirectory directory = new RunDirectory(files.makeQualified(named.root()));
      Path made = firstMissing(files, directory.root());
      try {
        RunOutput output = new RunOutput(directory, conf);
        output.write(record);
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

  /** The directory of a run that has begun. */
  static RunOutput existing(String out, Configuration conf) throws IOException {
    RunDirectory named = new RunDirectory(new Path(out));
    Path root = named.files(conf).makeQualified(named.root());
    return new RunOutput(new RunDirectory(root), conf);
  }

  /** Whether everything is there. */
  boolean isCommitted() throws IOException {
    return directory.files(conf).exists(directory.success());
  }

  /** Says that not everything is there any more. */
  void reopen(RunRecord record) throws IOException {
    directory.files(conf).delete(directory.success(), false);
    write(record);
  }

  private static Path firstMissing(FileSystem files, Path root) throws IOException {
    Path missing = null;
    for (Path path = root; path != null && !files.exists(path); path = path.getParent()) {
      missing = path;
    }
    return missing;
  }

  /** Whether something failed because the disk is full. */
  static boolean isFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && message.contains("No space left on device")) {
        return true;
      }
    }
    return false;
  }

  RunDirectory directory() {
    return directory;
  }

  void write(RunRecord record) throws IOException {
    RunRecordFile.write(directory.runRecord(), conf, record);
  }

  /** Says that everything is there. */
  void commit() throws IOException {
    directory.success().getFileSystem(conf).create(directory.success(), true).close();
  }
}
