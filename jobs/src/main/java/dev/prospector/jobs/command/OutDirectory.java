package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.input.WritableText;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.Prompts;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;

/** Where a run goes. Nothing is made here. */
final class OutDirectory {
  private static final String RUNS = "runs/";

  /** Of Linux's 4,096, less what is written below. */
  private static final int MOST_BYTES = 4_000;

  private static final int MOST_BYTES_OF_A_NAME = 255;

  private OutDirectory() {}

  /**
   * The directory that the user named, or {@code runs/demo}, {@code runs/demo-2}, … for the demo,
   * {@code runs/prompt}, … for single prompts, or {@code runs/PROMPTS-ALGORITHM}.
   *
   * @param algorithm that is searched with
   * @param again whether a process that died before its run had begun may have left files there
   * @throws InvalidInputException if something is there already, or it can't be made
   */
  static String choose(
      JobSettings.Files files, String algorithm, boolean again, Configuration conf) {
    String out = files.out().orElse(null);
    try {
      if (out == null && files.prompts().isEmpty()) {
        String name = RUNS + (files.prompt().isPresent() ? "prompt" : "demo");
        out = name;
        for (int i = 2; !isFree(out, conf); i++) {
          out = name + "-" + i;
        }
      } else if (out == null) {
        out = RUNS + Prompts.name(files.prompts().get()) + "-" + algorithm;
      }
      requireName(out, conf);
      if (!(again
          ? RunRecordFile.isFree(new RunDirectory(new Path(out)), conf)
          : isFree(out, conf))) {
        throw new InvalidInputException(
            "%s: holds a run or other files already, expected a new directory; name another with"
                    .formatted(out)
                + " --out, or remove it");
      }
      requireWritable(out, conf);
      return FileSystems.whole(out, conf);
    } catch (IOException e) {
      throw new InvalidInputException(
          "%s: can't be written (%s)".formatted(out, InputFiles.firstLine(e)));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: is no path (%s); a relative one with a colon begins with ./"
              .formatted(out, InputFiles.firstLine(e)));
    }
  }

  /**
   * A directory that is made, or written into again, by a command that goes on with what is there.
   *
   * @throws InvalidInputException if it can't be made or written to, or is a single run's
   */
  static String again(String out, Configuration conf) {
    try {
      requireName(out, conf);
      if (holdsRun(out, conf)) {
        throw new InvalidInputException(out + ": holds a run, expected a directory of its own");
      }
      requireWritable(out, conf);
      return FileSystems.whole(out, conf);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be written (%s)".formatted(out, InputFiles.firstLine(e)));
    }
  }

  /** Refuses what the system would refuse when the first file is made, after Spark has started. */
  private static void requireName(String out, Configuration conf) throws IOException {
    if (out.isBlank()) {
      throw new InvalidInputException("--out is blank, expected a directory's path or URI");
    }
    if (out.chars().anyMatch(Character::isISOControl) || WritableText.refusal(out).isPresent()) {
      throw new InvalidInputException(
          "--out was %s, expected a path without letters that can't be printed"
              .formatted(Problems.quote(out)));
    }
    Path path = new Path(out);
    if (!(new HadoopFiles(conf).system(path) instanceof LocalFileSystem local)) {
      return;
    }
    File file = local.pathToFile(path);
    int length = bytes(file.getPath());
    if (length > MOST_BYTES) {
      throw new InvalidInputException(
          "--out was %s, a path of %d bytes, expected at most %d"
              .formatted(Problems.quote(out), length, MOST_BYTES));
    }
    for (File part = file; part != null; part = part.getParentFile()) {
      if (bytes(part.getName()) > MOST_BYTES_OF_A_NAME) {
        throw new InvalidInputException(
            "%s: a name in it has %d bytes, expected at most %d"
                .formatted(out, bytes(part.getName()), MOST_BYTES_OF_A_NAME));
      }
    }
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Whether a run has begun there. */
  static boolean holdsRun(String out, Configuration conf) throws IOException {
    return RunRecordFile.hasBegun(RunArgument.directory(out, conf), conf);
  }

  private static boolean isFree(String out, Configuration conf) throws IOException {
    Path path = new Path(out);
    FileSystem files = new HadoopFiles(conf).system(path);
    try {
      return files.getFileStatus(path).isDirectory() && files.listStatus(path).length == 0;
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  /** The nearest directory above that exists is one, and may be written to. */
  private static void requireWritable(String out, Configuration conf) throws IOException {
    FileSystem files = new HadoopFiles(conf).system(new Path(out));
    for (Path path = files.makeQualified(new Path(out)); path != null; path = path.getParent()) {
      if (files.exists(path)) {
        FileStatus status = files.getFileStatus(path);
        if (!status.isDirectory()) {
          throw new InvalidInputException(
              "%s: %s is a file, expected a directory".formatted(out, path));
        }
        files.access(path, FsAction.WRITE);
        if (files instanceof LocalFileSystem local
            && !Files.isWritable(local.pathToFile(path).toPath())) {
          throw new IOException(path + " can't be written to");
        }
        return;
      }
    }
  }
}
