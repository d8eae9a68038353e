package dev.prospector.jobs;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
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
   * @throws BadInput if it holds another run, or can't be written; nothing is left behind then
   */
  static RunOutput begin(String out, RunRecord record, Configuration conf) {
    Path root = new Path(out);
    try {
      FileSystem files = root.getFileSystem(conf);
      if (files.exists(root)
          && !(files.getFileStatus(root).isDirectory() && files.listStatus(root).length == 0)) {
        throw new BadInput(
            "%s: holds another run or other files, expected a new directory; choose another --out"
                .formatted(out));
      }
      Path made = firstMissing(files, root);
      try {
        // Checksum side files would lie among the results.
        files.setWriteChecksum(false);
        RunOutput output = new RunOutput(new RunDirectory(files.makeQualified(root)), conf);
        RunRecordFile.write(output.directory.runRecord(), conf, record);
        return output;
      } catch (IOException e) {
        if (made != null) {
          files.delete(made, true);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new BadInput("%s: can't be written (%s)".formatted(out, e.getMessage()));
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
    RunRecordFile.write(directory.runRecord(), conf, record);
  }

  /** Says that everything is there. */
  void commit() throws IOException {
    directory.success().getFileSystem(conf).create(directory.success(), true).close();
  }
}
