package dev.prospector.driver.record;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.input.InvalidInputException;
import java.io.FileNotFoundException;
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
   * Reads the file, if this version wrote it.
   *
   * @throws InvalidInputException if it is not there, can't be understood, in which case its line
   *     and key are named, or is of a run of another format
   */
  public static RunRecord read(Path file, Configuration conf) throws IOException {
    try {
      JsonNode run = JsonFile.read(file, conf, JsonNode.class);
      if (run.path("format").asInt() != RunRecord.FORMAT) {
        throw new InvalidInputException(
            "%s: its format is %s, expected %d; it was made by Prospector %s"
                .formatted(
                    file.getParent(),
                    run.path("format").asText("unknown"),
                    RunRecord.FORMAT,
                    run.path("versions").path("prospector").asText("of an unknown version")));
      }
      return JsonFile.read(file, conf, RunRecord.class);
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "%s: no run.json there, expected a run's directory".formatted(file.getParent()));
    } catch (JsonFile.Torn e) {
      throw new InvalidInputException(e.getMessage() + "; expected a run of this version");
    }
  }
}
