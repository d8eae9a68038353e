package dev.prospector.jobs.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A run directory that somebody hands in, whose seals and hashes are right about what is not. */
record FuzzedRun(Path directory) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SEAL = "seal";

  /** One that is whole so far. */
  static FuzzedRun like(Path whole, Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(whole.relativize(file).toString()));
      }
    }
    return new FuzzedRun(directory);
  }

  /** Its files with names that end so, in a fixed order. */
  List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Puts a record in place of another, under a seal that fits if it is an object. */
  void seal(Path file, byte[] json) throws IOException {
    Files.write(file, json);
    try {
      if (JSON.readTree(json) instanceof ObjectNode record) {
        record.remove(SEAL);
        record.put(SEAL, Checksums.of(record.toString().getBytes(StandardCharsets.UTF_8)));
        JSON.writeValue(file.toFile(), record);
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // It stays as it is.
    }
  }

  /** Puts a file in place of another, and its hash into the commits that name it. */
  void commit(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    String path = directory.relativize(file).toString();
    for (Path commit : files(".json")) {
      JsonNode record = JSON.readTree(commit.toFile());
      for (JsonNode named : record.findParents("path")) {
        if (named instanceof ObjectNode one && one.path("path").asText().equals(path)) {
          one.put("bytes", bytes.length).put("sha256", Checksums.of(bytes));
        }
      }
      seal(commit, JSON.writeValueAsBytes(record));
    }
  }
}
