package dev.prospector.executors.bundle;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Small files, wherever Hadoop has a file system for them. */
public final class HadoopFiles {
  private static volatile Configuration hadoop = new Configuration();

  private HadoopFiles() {}

  /**
   * Tells this JVM how to reach file systems; otherwise what Hadoop's own files on the class path
   * say holds.
   */
  public static void reach(Configuration conf) {
    hadoop = conf;
  }

  /** How to reach file systems. */
  static Configuration conf() {
    return hadoop;
  }

  /**
   * The whole of a file.
   *
   * @param file a path or a URI
   * @throws IOException if it can't be read, in a sentence that names it
   */
  public static byte[] read(String file) throws IOException {
    try {
      Path path = new Path(file);
      try (InputStream in = path.getFileSystem(hadoop).open(path)) {
        return in.readAllBytes();
      }
    } catch (IOException | IllegalArgumentException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(
          "%s: can't be read (%s)".formatted(file, why.lines().findFirst().orElse(why)), e);
    }
  }
}
