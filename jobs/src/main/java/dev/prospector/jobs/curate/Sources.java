package dev.prospector.jobs.curate;

import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.io.Prompts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** What the sources hold now: files before there is a session, tables once there is one. */
public final class Sources {
  private final Optional<String> initImage;
  private final Map<SourceEntry, List<SourcePart>> parts = new LinkedHashMap<>();

  private Sources(Optional<String> initImage) {
    this.initImage = initImage;
  }

  /**
   * Reads the files.
   *
   * @param initImage the column with images to start from, if there is one
   * @param conf knows the file systems
   * @throws InvalidInputException with everything that is wrong with them; that one changed while
   *     it was read, too
   */
  public static Sources read(
      List<SourceEntry> entries, Optional<String> initImage, Configuration conf) {
    Sources sources = new Sources(initImage);
    Problems problems = new Problems();
    Set<Path> known = new HashSet<>(); // A glob may find what is named beside it.
    for (SourceEntry entry : entries) {
      List<SourcePart> read = new ArrayList<>();
      if (entry instanceof SourceEntry.Files named) {
        problems.collect(
            () -> {
              for (FileStatus file : files(named, conf)) {
                if (known.add(file.getPath())) {
                  read.add(part(named, file, initImage, conf));
                }
              }
            });
      }
      sources.parts.computeIfAbsent(entry, first -> new ArrayList<>()).addAll(read);
    }
    problems.throwIfAny();
    return sources;
  }

  /** Whether there are tables. */
  public boolean haveTables() {
    return tables() > 0;
  }

  /**
   * Reads the tables.
   *
   * @throws InvalidInputException with everything that is wrong with them
   */
  public void readTables(SparkSession spark) {
    Problems problems = new Problems();
    parts.forEach(
        (entry, read) -> {
          if (entry instanceof SourceEntry.Table table) {
            problems.collect(() -> read.add(SourcePart.of(table, initImage, spark)));
          }
        });
    problems.throwIfAny();
  }

  /** Prompts, in the order of the entries, of files by name, and of lines. */
  public List<SourcePrompt> prompts() {
    return parts().flatMap(part -> part.prompts().stream()).toList();
  }

  /** Each file and table, with its hash. */
  public List<Source> where() {
    return parts().map(SourcePart::where).toList();
  }

  /** What a user should know of them, a sentence each. */
  public List<String> notes() {
    return parts().flatMap(part -> part.notes().stream()).toList();
  }

  /** What was read, in a few words. */
  public String summary() {
    long tables = tables();
    long files = parts().count() - tables;
    long prompts = parts().mapToLong(part -> part.where().prompts()).sum();
    List<String> places = new ArrayList<>();
    if (files > 0 || tables == 0) {
      places.add(count(files, "file"));
    }
    if (tables > 0) {
      places.add(count(tables, "table"));
    }
    return "%s in %s".formatted(count(prompts, "prompt"), String.join(" and ", places));
  }

  private long tables() {
    return parts.keySet().stream().filter(SourceEntry.Table.class::isInstance).count();
  }

  static String count(long number, String what) {
    return "%,d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private Stream<SourcePart> parts() {
    return parts.values().stream().flatMap(List::stream);
  }

  private static List<FileStatus> files(SourceEntry.Files entry, Configuration conf) {
    try {
      Path path = new Path(entry.path());
      FileSystem files = new HadoopFiles(conf).system(path);
      List<FileStatus> found = new ArrayList<>();
      for (FileStatus one : matches(path, files)) {
        if (one.isDirectory()) {
          Stream.of(files.listStatus(one.getPath()))
              .filter(FileStatus::isFile)
              .filter(file -> Prompts.reads(file.getPath().getName()))
              .forEach(found::add);
        } else {
          found.add(one);
        }
      }
      if (found.isEmpty()) {
        throw new InvalidInputException(
            "%s: source %s: there is no such file, expected one or more with prompts"
                .formatted(entry.place(), Problems.quote(entry.path())));
      }
      found.sort(Comparator.comparing(file -> file.getPath().toString()));
      return found;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: source %s: can't be read (%s)"
              .formatted(entry.place(), Problems.quote(entry.path()), InputFiles.firstLine(e)));
    }
  }

  /** A file's own name may look like a glob. */
  private static List<FileStatus> matches(Path path, FileSystem files) throws IOException {
    try {
      return List.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      FileStatus[] matches = files.globStatus(path);
      return matches == null ? List.of() : List.of(matches);
    }
  }

  private static SourcePart part(
      SourceEntry.Files entry, FileStatus file, Optional<String> initImage, Configuration conf) {
    String name = name(entry, file, conf);
    PromptSet read = Prompts.read(name, entry.columns().startingFrom(initImage), conf);
    try {
      HadoopFiles files = new HadoopFiles(conf);
      String sha256;
      try (InputStream in = files.open(file.getPath())) {
        sha256 = Checksums.of(in);
      }
      FileStatus after = files.system(file.getPath()).getFileStatus(file.getPath());
      if (after.getLen() != file.getLen()
          || after.getModificationTime() != file.getModificationTime()) {
        throw new InvalidInputException(
            "%s: was changed while it was read, expected a file that nobody writes now"
                .formatted(name));
      }
      return SourcePart.of(name, sha256, read);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(name, InputFiles.firstLine(e)));
    }
  }

  /** As the entry has it where it is one file, else as it was found. */
  private static String name(SourceEntry.Files entry, FileStatus file, Configuration conf) {
    try {
      Path named = new Path(entry.path());
      return new HadoopFiles(conf).system(named).makeQualified(named).equals(file.getPath())
          ? entry.path()
          : FileSystems.shown(file.getPath());
    } catch (IOException e) {
      throw new UncheckedIOException("the files of " + entry.path(), e);
    }
  }
}
