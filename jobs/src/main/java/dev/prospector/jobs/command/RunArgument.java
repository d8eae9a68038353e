package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A command's argument that names a run. */
final class RunArgument {
  private RunArgument() {}

  /**
   * The directory that it names.
   *
   * @throws InvalidInputException if it is no path, lies where nothing can be reached, or its
   *     record is no file
   */
  static RunDirectory directory(String run, Configuration conf) {
    try {
      RunDirectory directory = new RunDirectory(absoluteIfHere(new Path(run), conf));
      if (String.valueOf(directory.root().toUri().getScheme()).matches("https?")) {
        throw new IOException("over HTTP there are files, and no directories");
      }
      try {
        new HadoopFiles(conf).requireFile(directory.runRecord());
      } catch (FileNotFoundException e) {
        return directory; // Whoever reads it says what is missing.
      }
      return directory;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s: can't be read (%s), expected a run's directory"
              .formatted(run, InputFiles.firstLine(e)));
    }
  }

  /** Hadoop has no name for the directory that a process works in but its own. */
  private static Path absoluteIfHere(Path path, Configuration conf) throws IOException {
    boolean here = path.toString().isEmpty() || path.toString().equals(".");
    return here ? path.getFileSystem(conf).getWorkingDirectory() : path;
  }
}
