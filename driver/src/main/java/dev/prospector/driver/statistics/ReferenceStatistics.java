package dev.prospector.driver.statistics;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.bundle.EmbeddedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What images of the true distribution look like to feature networks.
 *
 * @param features their moments
 * @param classes mean of their class probabilities
 */
public record ReferenceStatistics(Moments features, List<Double> classes) {
  public ReferenceStatistics {
    classes = List.copyOf(classes);
  }

  /** Rendered scenes of the shapes world by {@code shapes-features} and {@code shapes-classes}. */
  public static ReferenceStatistics shapes() {
    Path directory = EmbeddedFiles.materialise("verifiers/features/verifier.json");
    return read(directory.resolve("reference.json"));
  }

  /**
   * Reads a file: {@linkplain MomentsJson moments} with another array, {@code classes}.
   *
   * @throws IllegalArgumentException if it is not that; the message names the file
   */
  public static ReferenceStatistics read(Path file) {
    try {
      JsonNode root = new JsonMapper().readTree(Files.readAllBytes(file));
      double[] classes = MomentsJson.numbers(root.path("classes"), "classes");
      return new ReferenceStatistics(
          MomentsJson.read(root), Arrays.stream(classes).boxed().toList());
    } catch (JacksonException e) {
      throw new IllegalArgumentException(file + ": not JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }
}
