package dev.prospector.driver.record;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** {@code run.json}: a {@link RunRecord} as JSON. */
public final class RunRecordFile {
  private RunRecordFile() {}

  /** Writes the file, over whatever stands there. */
  public static void write(Path file, Configuration conf, RunRecord run) throws IOException {
    JsonFile.write(file, conf, run);
  }

  /**
   * Reads the file.
   *
   * @throws IOException naming the file, and the line and key that can't be understood
   */
  public static RunRecord read(Path file, Configuration conf) throws IOException {
    return JsonFile.read(file, conf, RunRecord.class);
  }
}
