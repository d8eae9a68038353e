package dev.prospector.driver.statistics;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
      return MomentsJson.read(new JsonMapper().readTree(Files.readAllBytes(file)));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + ": not JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
