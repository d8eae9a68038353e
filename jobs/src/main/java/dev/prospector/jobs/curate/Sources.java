package dev.prospector.jobs.curate;

import dev.prospector.driver.curation.dataset.Manifest.Source;
import dev.prospector.driver.curation.prompt.SourcePrompt;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.io.Prompts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What the sources hold now.
 *
 * @param prompts in the order of the entries, of files by name, and of lines
 * @param where each file, with its hash
 * @param notes what a user should know of them, a sentence each
 */
public record Sources(List<SourcePrompt> prompts, List<Source> where, List<String> notes) {

  /**
   * Reads them.
   *
   * @param initImage the column with images to start from, if there is one
   * @param conf knows the file systems
   * @throws InvalidInputException with everything that is wrong with them; that one changed while
   *     it was read, too
   */
  public static Sources read(
      List<SourceEntry> entries, Optional<String> initImage, Configuration conf) {
    Sources sources = new Sources(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Problems problems = new Problems();
    for (SourceEntry entry : entries) {
      problems.collect(
          () -> {
            for (FileStatus file : files(entry, conf)) {
              sources.add(entry, file, initImage, conf);
            }
          });
    }
    problems.throwIfAny();
    return sources;
  }

  private static List<FileStatus> files(SourceEntry entry, Configuration conf) {
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

  private void add(
      SourceEntry entry, FileStatus file, Optional<String> initImage, Configuration conf) {
    String name = name(entry, file);
    PromptSet read = Prompts.read(name, entry.promptColumns(initImage), conf);
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
      where.add(new Source(name, sha256, read.prompts().size()));
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s)".formatted(name, InputFiles.firstLine(e)));
    }
    for (Prompt prompt : read.prompts()) {
      prompts.add(
          new SourcePrompt(name, Long.parseLong(prompt.id()), prompt.text(), prompt.columns()));
    }
    notes.addAll(read.notes());
  }

  /** As the entry has it where it is one file, else as it was found. */
  private static String name(SourceEntry entry, FileStatus file) {
    return new Path(entry.path()).getName().equals(file.getPath().getName())
        ? entry.path()
        : FileSystems.shown(file.getPath());
  }
}
