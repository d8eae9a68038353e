package dev.prospector.executors.bundle;

import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
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
   * The file system that a path lies on.
   *
   * @throws IOException if there is none, in a sentence that says what is missing
   */
  public FileSystem system(Path path) throws IOException {
    try {
      return path.getFileSystem(conf);
    } catch (IOException | RuntimeException | NoClassDefFoundError e) {
      throw new NoFileSystem(path.toUri(), e);
    }
  }

  /**
   * Opens a file, unless it is a pipe or a device, which might never end.
   *
   * @throws FileNotFoundException if it is not there
   */
  public InputStream open(Path path) throws IOException {
    requireFile(path);
    return system(path).open(path);
  }

  /**
   * Refuses what is no file.
   *
   * @throws FileNotFoundException if it is not there
   * @throws IOException if it is a directory, a pipe or a device
   */
  public void requireFile(Path path) throws IOException {
    FileSystem files = system(path);
    FileStatus found = files.getFileStatus(path);
    if (files instanceof LocalFileSystem local) { // to which a pipe is a file too
      InputFiles.requireFile(local.pathToFile(path).toPath());
    } else if (found.isDirectory()) {
      throw new IOException("it is a directory, expected a file");
    }
  }

  /**
   * The whole of a file.
   *
   * @param file a path or a URI
   * @throws FileNotFoundException if it is not there, in a sentence that names it
   * @throws IOException if it can't be read or is larger than its kind, in a sentence too
   */
  public byte[] read(String file, InputLimit limit) throws IOException {
    try (InputStream in = open(new Path(file))) {
      return InputFiles.bytes(in, limit);
    } catch (IOException | IllegalArgumentException e) {
      String sentence = "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e));
      throw e instanceof FileNotFoundException
          ? new FileNotFoundException(sentence)
          : new IOException(sentence, e);
    }
  }
}
