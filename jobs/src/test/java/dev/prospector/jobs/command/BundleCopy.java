package dev.prospector.jobs.command;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The small model of shapes in a place of its own, to be damaged. */
final class BundleCopy {
  private BundleCopy() {}

  static Path into(Path directory) throws IOException {
    Files.createDirectory(directory);
    try (Stream<Path> files =
        Files.list(ModelBundle.of("shapes-s", HadoopFiles.ofClassPath()).directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    return directory;
  }
}
