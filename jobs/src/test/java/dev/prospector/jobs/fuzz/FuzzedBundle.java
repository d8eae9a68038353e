package dev.prospector.jobs.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A bundle with one file of its own; the others are those of a whole one. */
record FuzzedBundle(Path directory) {
  static final Path SHAPES = Path.of("../executors/src/main/resources/bundles/shapes-s");
  static final Path PICKSCORE = Path.of("../executors/src/test/resources/verifiers/tiny-pickscore");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** One that is whole so far. */
  static FuzzedBundle like(Path whole, Path directory) throws IOException {
    Files.createDirectory(directory);
    try (Stream<Path> files = Files.list(whole)) {
      for (Path file : files.toList()) {
        Files.createSymbolicLink(
            directory.resolve(file.getFileName()), file.toAbsolutePath().normalize());
      }
    }
    return new FuzzedBundle(directory);
  }

  /** Puts a file there. */
  FuzzedBundle with(String name, byte[] bytes) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
    Files.write(directory.resolve(name), bytes);
    return this;
  }

  /** The same, and its hash into the manifest, so that it is read. */
  FuzzedBundle listing(String name, byte[] bytes) throws IOException {
    ObjectNode manifest = manifest();
    manifest.withObject("/sha256").put(name, Checksums.of(bytes));
    return with(name, bytes).with("bundle.json", JSON.writeValueAsBytes(manifest));
  }

  /** The same, and makes it the model's tokenizer. */
  FuzzedBundle tokenizing(String type, String name, byte[] bytes) throws IOException {
    ObjectNode manifest = manifest();
    manifest
        .withObject("/text")
        .set(
            "tokenizers",
            JSON.valueToTree(
                List.of(
                    JSON.createObjectNode()
                        .put("type", type)
                        .put("file", name)
                        .put("length", 8)
                        .put("pad", 0)
                        .put("mask", false))));
    return with("bundle.json", JSON.writeValueAsBytes(manifest)).listing(name, bytes);
  }

  private ObjectNode manifest() throws IOException {
    return (ObjectNode) JSON.readTree(directory.resolve("bundle.json").toFile());
  }
}
