package dev.prospector.driver.record;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@code run.json}: a {@link RunRecord} as JSON. */
public final class RunRecordFile {
  private RunRecordFile() {}

  /** Writes the file in place of whatever stands there: it is never torn. */
  public static void write(Path file, Configuration conf, RunRecord run) throws IOException {
    RunDirectory directory = new RunDirectory(file.getParent());
    FileSystem files = directory.files(conf);
    Path target = files.exists(file) ? directory.replacement(file, files) : file;
    JsonFile.write(target, conf, run);
    if (!target.equals(file)) {
      directory.replace(file, target, files);
    }
  }

  /**
   * The run as the file tells of it, by this version or a later one that says more.
   *
   * @throws IOException naming the file, and the line and key that can't be understood
   */
  public static RunRecord read(Path file, Configuration conf) throws IOException {
    return JsonFile.read(file, conf, RunRecord.class);
  }
}
