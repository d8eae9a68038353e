package dev.prospector.executors.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Files, wherever Hadoop has a file system for them. Who reads bundles or images is handed one: a
 * task what its search was started with, a command what its flags say.
 */
public final class HadoopFiles {
  private final Configuration conf;

  /**
   * Binds settings.
   *
   * @param conf how to reach file systems
   */
  public HadoopFiles(Configuration conf) {
    this.conf = Objects.requireNonNull(conf, "conf");
  }

  /** As {@code core-site.xml} on the class path says, where no search or command says more. */
  public static HadoopFiles ofClassPath() {
    return new HadoopFiles(new Configuration());
  }

  /** How to reach file systems. */
  Configuration conf() {
    return conf;
  }

  /**
   * The whole of a file.
   *
   * @param file a path or a URI
   * @throws IOException if it can't be read, in a sentence that names it
   */
  public byte[] read(String file) throws IOException {
    try {
      Path path = new Path(file);
      try (InputStream in = path.getFileSystem(conf).open(path)) {
        return in.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(
          "%s: can't be read (%s)".formatted(file, why.lines().findFirst().orElse(why)), e);
    }
  }
}
