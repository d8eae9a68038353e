package dev.prospector.driver.api;

import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.image.InitImageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The images that a search starts from. Each is read once before Spark starts, and its hash becomes
 * a column of the prompt: it stands in the results and in the prompts' fingerprint, and executors
 * refuse another image.
 */
final class InitImageHashes {
  private final String column;
  private final ImageSize size;
  private final HadoopFiles files;
  private final Problems problems;

  /** By file, or empty if there is a problem with it. */
  private final Map<String, String> hashes = new HashMap<>();

  /**
   * The images that a column of the prompts names.
   *
   * @param size that they must have
   * @param files whence they come
   */
  InitImageHashes(String column, ImageSize size, HadoopFiles files, Problems problems) {
    this.column = column;
    this.size = size;
    this.files = files;
    this.problems = problems;
  }

  /** The prompts with their images' hashes; of no use if there is a problem. */
  List<Prompt> hashed(List<Prompt> prompts) {
    if (prompts.isEmpty()) {
      return prompts; // Reported where they were read.
    }
    Set<String> columns = new TreeSet<>();
    prompts.forEach(prompt -> columns.addAll(prompt.columns().keySet()));
    if (columns.contains(InitImage.SHA256)) {
      problems.add(
          "the prompts have a column '%s', expected another name: init-image makes one of that name"
              .formatted(InitImage.SHA256));
      return prompts;
    }
    if (!columns.contains(column)) {
      problems.add(
          "init-image was %s, expected a column of the prompts: %s"
              .formatted(
                  Problems.quote(column),
                  columns.isEmpty() ? "they have none" : String.join(", ", columns)));
      return prompts;
    }
    List<Prompt> hashed = new ArrayList<>();
    prompts.forEach(prompt -> hashed.add(hashed(prompt)));
    return hashed;
  }

  private Prompt hashed(Prompt prompt) {
    String file = Objects.requireNonNullElse(prompt.columns().get(column), "");
    Map<String, String> columns = new LinkedHashMap<>(prompt.columns());
    if (file.isBlank()) {
      problem(prompt, "column '%s' is empty, expected an image's path or URI".formatted(column));
    } else {
      columns.put(InitImage.SHA256, hashes.computeIfAbsent(file, unread -> hash(prompt, unread)));
    }
    return new Prompt(prompt.ordinal(), prompt.id(), prompt.text(), columns);
  }

  private String hash(Prompt prompt, String file) {
    try {
      InitImageFile found = InitImageFile.read(file, files);
      found.image(size);
      return found.sha256();
    } catch (IOException | IllegalArgumentException e) {
      problem(prompt, e.getMessage());
      return "";
    }
  }

  private void problem(Prompt prompt, String sentence) {
    problems.add("prompt %s: %s".formatted(Problems.quote(prompt.id()), sentence));
  }
}
