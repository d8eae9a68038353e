package dev.prospector.jobs.config;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.input.InputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of a configuration, on any Hadoop file system. Hadoop takes longer to wake than a
 * misspelt key takes to be found, so it is woken only for what may lie elsewhere than here.
 */
public final class ConfigFiles {
  private static final String DEFAULT = "spark.hadoop.fs.defaultFS";

  private final Supplier<Configuration> hadoop;
  private final boolean here;

  /**
   * Binds settings.
   *
   * @param hadoop knows the file systems
   * @param spark settings that it was made of
   */
  public ConfigFiles(Supplier<Configuration> hadoop, Map<String, String> spark) {
    this.hadoop = hadoop;
    // Nobody says that a path without a scheme lies elsewhere.
    this.here =
        !spark.containsKey(DEFAULT)
            && System.getProperty(DEFAULT) == null
            && ConfigFiles.class.getClassLoader().getResource("core-site.xml") == null;
  }

  /**
   * Opens a file, unless it is a pipe or a device, which might never end.
   *
   * @throws FileNotFoundException if it is not there
   */
  InputStream open(Path path) throws IOException {
    if (!here || path.toUri().getScheme() != null) {
      return new HadoopFiles(hadoop.get()).open(path);
    }
    java.nio.file.Path file = java.nio.file.Path.of(path.toUri().getPath());
    try {
      InputFiles.requireFile(file);
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException(e.getMessage());
    }
  }
}
