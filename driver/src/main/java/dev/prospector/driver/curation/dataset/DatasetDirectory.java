package dev.prospector.driver.curation.dataset;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The names of everything in a curated data set's directory, on any Hadoop file system.
 *
 * @param root the directory
 */
public record DatasetDirectory(Path root) {
  /** Rows that are in the version. */
  public static final String KEPT = "kept";

  /** Rows that went, with the rule that took them. */
  public static final String REJECTED = "rejected";

  /** All prompts that the version knows. */
  public static final String PROMPTS = "prompts";

  private static final Pattern VERSION = Pattern.compile("\\d{4,9}");
  private static final Pattern SEARCH = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(-\\d+)?");

  /**
   * A directory by its path or URI.
   *
   * @throws InvalidInputException if its file system can't be reached
   */
  public static DatasetDirectory at(String place, Configuration conf) {
    try {
      Path path = new Path(place);
      return new DatasetDirectory(new HadoopFiles(conf).system(path).makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(place, InputFiles.firstLine(e)));
    }
  }

  /**
   * Makes sure that it may be a data set's.
   *
   * @throws InvalidInputException if a file or a run lies there
   */
  public void requireNothingElse(Configuration conf) throws IOException {
    FileSystem system = files(conf);
    if (system.exists(root) && system.getFileStatus(root).isFile()) {
      throw new InvalidInputException(
          root + ": is a file, expected the directory of a data set, or none yet");
    }
    if (system.exists(new RunDirectory(root).runRecord())) {
      throw new InvalidInputException(
          root + ": is the directory of a run, expected that of a data set, or none yet");
    }
  }

  /** The file system it lies on; no checksum files are written beside its files. */
  public FileSystem files(Configuration conf) throws IOException {
    return new RunDirectory(root).files(conf);
  }

  /** One directory per version. */
  public Path versions() {
    return new Path(root, "versions");
  }

  /** A version's directory. */
  public Path version(int version) {
    return new Path(versions(), number(version));
  }

  /** Its {@link Manifest}, written when all else of the version is there. */
  public Path manifest(int version) {
    return new Path(version(version), "manifest.json");
  }

  /** The page for people. */
  public Path page(int version) {
    return new Path(version(version), "report.html");
  }

  /** Which version an earlier one was rolled back to: {@link VersionHistory}. */
  Path rollback() {
    return new Path(root, "rollback.json");
  }

  /** Run directories of searches, by the day on which each began. */
  public Path searches() {
    return new Path(root, "searches");
  }

  /** A search's run directory. */
  public Path search(String name) {
    return new Path(searches(), name);
  }

  /** The prompts of a search, written before it begins. */
  public Path promptsOfSearch(String name) {
    return new Path(searches(), name + ".prompts.jsonl");
  }

  /** A part of the images that no search kept and that were drawn again. */
  public Path drawn(int part) {
    return new Path(drawn(), number(part));
  }

  private Path drawn() {
    return new Path(root, "drawn");
  }

  /** Numbers of its parts, whole or not, in order. */
  public List<Integer> drawn(Configuration conf) throws IOException {
    return numbers(drawn(), conf);
  }

  /** What was written of a version for the tools that take it. */
  public Path export(String kind, int version) {
    return new Path(new Path(new Path(root, "exports"), kind), number(version));
  }

  /** Names of searches that have begun, in the order in which they did. */
  public List<String> searches(Configuration conf) throws IOException {
    return names(searches(), SEARCH, conf)
        .sorted(
            Comparator.comparing(DatasetDirectory::day)
                .thenComparing(String::length)
                .thenComparing(name -> name))
        .toList();
  }

  /** The day on which a search began. */
  public static String day(String search) {
    return search.substring(0, 10);
  }

  /** Numbers of versions that were begun, whole or not, in order. */
  List<Integer> begun(Configuration conf) throws IOException {
    return numbers(versions(), conf);
  }

  private List<Integer> numbers(Path below, Configuration conf) throws IOException {
    return names(below, VERSION, conf).map(Integer::parseInt).sorted().toList();
  }

  private Stream<String> names(Path directory, Pattern pattern, Configuration conf)
      throws IOException {
    try {
      return Stream.of(files(conf).listStatus(directory))
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .filter(name -> pattern.matcher(name).matches());
    } catch (FileNotFoundException e) {
      return Stream.of();
    }
  }

  private static String number(int version) {
    return String.format(Locale.ROOT, "%04d", version);
  }
}
