package dev.prospector.executors.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files of a directory have been hashed, and what size and modification time they had. A
 * second look at ten gigabytes takes no minute, as in make and git: a file that has neither changed
 * has not been written to.
 */
final class VerifiedFiles {
  /** Within a clock's tick a file may change twice and keep its time, so it is hashed again. */
  private static final Duration TICK = Duration.ofSeconds(2);

  private final Path directory;
  private final Path record;
  private final Map<String, String> seen;

  private VerifiedFiles(Path directory, Path record, Map<String, String> seen) {
    this.directory = directory;
    this.record = record;
    this.seen = seen;
  }

  /**
   * What is known. The caller holds a lock on the record.
   *
   * @param record a line {@code sha256 size time name} per file; need not be there
   */
  static VerifiedFiles of(Path directory, Path record) throws IOException {
    Map<String, String> seen = new TreeMap<>();
    if (Files.isRegularFile(record)) {
      for (String line : Files.readAllLines(record, StandardCharsets.UTF_8)) {
        String[] fields = line.split(" ", 4);
        if (fields.length == 4) {
          seen.put(fields[3], line);
        }
      }
    }
    return new VerifiedFiles(directory, record, seen);
  }

  /** Those of some files that are not there, had another hash or have changed since. */
  Map<String, String> unknown(Map<String, String> sha256) throws IOException {
    Map<String, String> unknown = new TreeMap<>();
    for (Map.Entry<String, String> file : sha256.entrySet()) {
      String name = file.getKey();
      if (!Files.isRegularFile(directory.resolve(name))
          || !line(name, file.getValue()).equals(seen.get(name))) {
        unknown.put(name, file.getValue());
      }
    }
    return unknown;
  }

  /** Notes that a file had this hash just now. */
  void add(String file, String sha256) throws IOException {
    Instant changed = Files.getLastModifiedTime(directory.resolve(file)).toInstant();
    if (changed.isAfter(Instant.now().minus(TICK))) {
      return;
    }
    seen.put(file, line(file, sha256));
    String lines = String.join("\n", seen.values()) + "\n";
    WholeFile.write(record, lines.getBytes(StandardCharsets.UTF_8));
  }

  private String line(String file, String sha256) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(directory.resolve(file), BasicFileAttributes.class);
    return "%s %d %s %s".formatted(sha256, now.size(), now.lastModifiedTime(), file);
  }
}
