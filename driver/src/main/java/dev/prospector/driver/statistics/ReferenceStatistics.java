package dev.prospector.driver.statistics;

import com.fasterxml.jackson.core.JacksonException;
import dev.prospector.executors.input.BoundedJson;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;
import java.nio.file.Path;

/** What images of the true distribution look like to a feature network: a file of moments. */
public final class ReferenceStatistics {
  private ReferenceStatistics() {}

  /**
   * Reads a file of {@linkplain MomentsJson moments}.
   *
   * @throws IllegalArgumentException if it is not that; the message names the file
   */
  public static Moments read(Path file) {
    try {
      byte[] json = InputFiles.bytes(file, InputLimit.STATISTICS);
      return MomentsJson.read(BoundedJson.mapper().build().readTree(json));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + ": not JSON", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e)), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
