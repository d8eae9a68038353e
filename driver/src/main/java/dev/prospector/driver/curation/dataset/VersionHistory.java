package dev.prospector.driver.curation.dataset;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.JsonFile;
import dev.prospector.driver.record.RecordedFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The versions of a curated data set. One is there once its manifest is, and never changes. The
 * newest is the current one, unless it was rolled back and none has come since.
 */
public final class VersionHistory {
  private static final String BEGINNING = "{\n  \"format\" : ";
  private static final String ROLLBACK_BEGINNING = "{\n  \"version\" : ";

  private final DatasetDirectory directory;
  private final FileSystem files;
  private final Configuration conf;

  private VersionHistory(DatasetDirectory directory, FileSystem files, Configuration conf) {
    this.directory = directory;
    this.files = files;
    this.conf = conf;
  }

  /**
   * Who the current version is.
   *
   * @param version rolled back to
   * @param newest that there was then
   */
  private record Rollback(int version, int newest) {}

  /** Those of a directory. */
  public static VersionHistory of(DatasetDirectory directory, Configuration conf)
      throws IOException {
    return new VersionHistory(directory, directory.files(conf), conf);
  }

  /** Their numbers, in order; one whose manifest a killed process has left half is not there. */
  public List<Integer> numbers() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int version : directory.begun(conf)) {
      Path manifest = directory.manifest(version);
      if (files.exists(manifest) && !JsonFile.isUnfinished(manifest, files, BEGINNING)) {
        numbers.add(version);
      }
    }
    return numbers;
  }

  /** The current one; none if there is none yet. */
  public Optional<Manifest> current() throws IOException {
    List<Integer> numbers = numbers();
    if (numbers.isEmpty()) {
      return Optional.empty();
    }
    int newest = numbers.get(numbers.size() - 1);
    return Optional.of(read(rolledBack(newest).filter(numbers::contains).orElse(newest)));
  }

  private Optional<Integer> rolledBack(int newest) throws IOException {
    if (JsonFile.isUnfinished(directory.rollback(), files, ROLLBACK_BEGINNING)) {
      return Optional.empty();
    }
    try {
      Rollback rollback = JsonFile.read(directory.rollback(), files, Rollback.class);
      return Optional.of(rollback.version()).filter(unused -> rollback.newest() == newest);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * A version's manifest.
   *
   * @throws InvalidInputException if there is no such version, or its manifest was changed
   */
  public Manifest read(int version) throws IOException {
    Path file = directory.manifest(version);
    try {
      Manifest manifest = JsonFile.read(file, files, Manifest.class);
      if (manifest.format() != Manifest.FORMAT) {
        throw new InvalidInputException(
            "%s: has format %d, expected %d".formatted(file, manifest.format(), Manifest.FORMAT));
      }
      return manifest;
    } catch (FileNotFoundException e) {
      throw new InvalidInputException(
          "%s: there is no version %d, expected one of %s"
              .formatted(directory.root(), version, numbers()));
    } catch (JsonFile.Torn e) {
      throw new InvalidInputException(e.getMessage());
    }
  }

  /** The number of the version to be made next, whose directory is empty now. */
  public int next() throws IOException {
    List<Integer> numbers = numbers();
    int next = numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1;
    for (int begun : directory.begun(conf)) {
      if (!numbers.contains(begun)) {
        files.delete(directory.version(begun), true); // Of a driver that was killed.
      }
    }
    return next;
  }

  /** Makes a version of what was written for it. */
  public void commit(Manifest manifest) throws IOException {
    JsonFile.write(directory.manifest(manifest.version()), files, manifest);
  }

  /**
   * Makes an earlier version, or a later one, the current one, until the next is made.
   *
   * @throws InvalidInputException if there is no such version, or its files are damaged
   */
  public void rollback(int version) throws IOException {
    int there = read(version).version();
    SortedMap<String, String> damage = damage(there);
    if (!damage.isEmpty()) {
      throw new InvalidInputException(
          "version %d can't be the current one: %s %s; 'prospector curate verify' tells of all damage"
              .formatted(there, damage.firstKey(), damage.get(damage.firstKey())));
    }
    List<Integer> numbers = numbers();
    JsonFile.write(
        directory.rollback(), files, new Rollback(there, numbers.get(numbers.size() - 1)));
  }

  /**
   * Removes old versions, and what was exported of them. The current one stays.
   *
   * @param keep how many of the newest stay, 1 or more
   * @param kinds of exports
   * @return the numbers of those that were removed
   */
  public List<Integer> expire(int keep, List<String> kinds) throws IOException {
    List<Integer> numbers = numbers();
    int current = current().map(Manifest::version).orElse(0);
    List<Integer> removed =
        numbers.subList(0, Math.max(0, numbers.size() - keep)).stream()
            .filter(version -> version != current)
            .toList();
    for (int version : removed) {
      files.delete(directory.manifest(version), false); // First: half a version is none.
      files.delete(directory.version(version), true);
      for (String kind : kinds) {
        files.delete(directory.export(kind, version), true);
      }
    }
    return removed;
  }

  /** What is wrong with a version's files, in words, by their paths below its directory. */
  public SortedMap<String, String> damage(int version) throws IOException {
    return RecordedFiles.damage(
        directory.manifest(version), files, Manifest.class, Manifest::files);
  }
}
