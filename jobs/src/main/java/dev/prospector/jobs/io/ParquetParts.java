package dev.prospector.jobs.io;

import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory of Parquet files that are one table, as Spark writes them and data sets are sharded:
 * in order of their names, but for what begins with a dot or an underscore.
 */
final class ParquetParts {
  private ParquetParts() {}

  static boolean isDirectory(Path path, Configuration conf) throws IOException {
    return new HadoopFiles(conf).system(path).getFileStatus(path).isDirectory();
  }

  /**
   * The rows of all files, numbered through.
   *
   * @throws IOException if there are none, in half a sentence
   */
  static void read(Path directory, Configuration conf, PromptIntake intake) throws IOException {
    HadoopFiles files = new HadoopFiles(conf);
    FileSystem system = files.system(directory);
    List<Path> parts =
        Stream.of(system.listStatus(directory))
            .filter(FileStatus::isFile)
            .map(FileStatus::getPath)
            .filter(file -> file.getName().matches("(?i)[^._].*[.]parquet"))
            .sorted(Comparator.comparing(Path::getName))
            .toList();
    if (parts.isEmpty()) {
      throw new IOException(
          "it is a directory without .parquet files, expected a file, or a directory of Parquet"
              + " files that are one table");
    }
    ParquetPrompts prompts = new ParquetPrompts(intake);
    for (Path part : parts) {
      files.requireFile(part);
      if (!prompts.read(part, part.getName() + ": ", conf)) {
        return;
      }
    }
  }
}
