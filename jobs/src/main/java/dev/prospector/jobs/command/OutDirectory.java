package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.jobs.config.JobSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;

/** Where a run goes. Nothing is made here. */
final class OutDirectory {
  private static final String RUNS = "runs/";

  private OutDirectory() {}

  /**
   * The directory that the user named, or {@code runs/demo}, {@code runs/demo-2}, … for the demo,
   * or {@code runs/PROMPTS-ALGORITHM}.
   *
   * @param algorithm that is searched with
   * @throws InvalidInputException if something is there already, or it can't be made
   */
  static String choose(JobSettings.Files files, String algorithm, Configuration conf) {
    String out = files.out().orElse(null);
    try {
      if (out == null && files.prompts().isEmpty()) {
        out = RUNS + "demo";
        for (int i = 2; !isFree(out, conf); i++) {
          out = RUNS + "demo-" + i;
        }
      } else if (out == null) {
        String name = new Path(files.prompts().get()).getName();
        out = RUNS + name.replaceFirst("\\.[^.]*$", "") + "-" + algorithm;
      }
      if (!isFree(out, conf)) {
        throw new InvalidInputException(
            "%s: holds a run or other files already, expected a new directory; name another with"
                    .formatted(out)
                + " --out, or remove it");
      }
      requireWritable(out, conf);
      return out;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException("%s: can't be written (%s)".formatted(out, e.getMessage()));
    }
  }

  private static boolean isFree(String out, Configuration conf) throws IOException {
    Path path = new Path(out);
    FileSystem files = path.getFileSystem(conf);
    try {
      return files.getFileStatus(path).isDirectory() && files.listStatus(path).length == 0;
    } catch (FileNotFoundException e) {
      return true;
    }
  }

  /** The nearest directory above that exists is one, and may be written to. */
  private static void requireWritable(String out, Configuration conf) throws IOException {
    FileSystem files = new Path(out).getFileSystem(conf);
    for (Path path = files.makeQualified(new Path(out)); path != null; path = path.getParent()) {
      if (files.exists(path)) {
        FileStatus status = files.getFileStatus(path);
        if (!status.isDirectory()) {
          throw new InvalidInputException(
              "%s: %s is a file, expected a directory".formatted(out, path));
        }
        files.access(path, FsAction.WRITE);
        return;
      }
    }
  }
}
