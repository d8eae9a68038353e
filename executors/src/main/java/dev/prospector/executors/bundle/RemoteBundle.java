package dev.prospector.executors.bundle;

import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * A bundle on a file system of Hadoop's. Every complaint is an {@link IllegalArgumentException}
 * that says what was asked for, what happened and what to do.
 */
final class RemoteBundle {
  private static final int BUFFER = 1 << 20;

  private final String reference;
  private final Path root;
  private final FileSystem files;

  RemoteBundle(String reference, HadoopFiles files) {
    this.reference = reference;
    this.root = new Path(reference);
    this.files = reach(root, files);
  }

  private static FileSystem reach(Path root, HadoopFiles files) {
    try {
      return files.system(root);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s: %s".formatted(root, e.getMessage()), e);
    }
  }

  /** The last part of its path, as part of a file name. */
  String name() {
    String name = root.getName().replaceAll("[^a-zA-Z0-9._-]", "_");
    return name.isEmpty() ? "bundle" : name;
  }

  /** The whole of its manifest. */
  byte[] manifest(String file) {
    Path path = new Path(root, file);
    try (InputStream in = files.open(path)) {
      return InputFiles.bytes(in, InputLimit.MANIFEST);
    } catch (IOException e) {
      throw unread(path, e);
    }
  }

  /** Refuses to begin what the disk can't hold. */
  void requireSpace(java.nio.file.Path directory, Collection<String> names) throws IOException {
    long needed = 0;
    for (String name : names) {
      Path path = new Path(root, name);
      try {
        needed += files.getFileStatus(path).getLen();
      } catch (IOException e) {
        throw unread(path, e);
      }
    }
    long free = Files.getFileStore(directory).getUsableSpace();
    if (needed > free) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %.2f GB to fetch and %.2f GB free in %s; expected more, or PROSPECTOR_CACHE on"
                  + " another disk",
              reference,
              needed / 1e9,
              free / 1e9,
              directory));
    }
  }

  /**
   * Copies a file; it appears under its name if it hashes to what the manifest says.
   *
   * @throws IOException if it can't be written
   */
  void copy(String name, String sha256, java.nio.file.Path to) throws IOException {
    Path from = new Path(root, name);
    java.nio.file.Path part = WholeFile.part(to);
    MessageDigest digest = Checksums.sha256();
    try {
      try (InputStream in = new DigestInputStream(open(from), digest);
          OutputStream out = Files.newOutputStream(part)) {
        pour(from, in, out);
      }
      Checksums.require(from.toString(), HexFormat.of().formatHex(digest.digest()), sha256);
      // A time of its own: what changes the file later, even at once, changes its time too.
      Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofMinutes(1))));
      WholeFile.appear(part, to);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private InputStream open(Path path) {
    try {
      return files.open(path, BUFFER);
    } catch (IOException e) {
      throw unread(path, e);
    }
  }

  /** Reading and writing fail for reasons that the user mends in different places. */
  private void pour(Path from, InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int count = read(from, in, buffer); count >= 0; count = read(from, in, buffer)) {
      out.write(buffer, 0, count);
    }
  }

  private int read(Path from, InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw unread(from, e);
    }
  }

  private IllegalArgumentException unread(Path path, IOException e) {
    if (e instanceof FileNotFoundException) {
      return new IllegalArgumentException(
          path + ": no such file, expected one of a bundle: its manifest or what that lists", e);
    }
    if (e instanceof AccessControlException || e instanceof AccessDeniedException) {
      return new IllegalArgumentException(
          "%s: no permission to read it (%s)".formatted(path, InputFiles.firstLine(e)), e);
    }
    return new IllegalArgumentException(
        "%s: can't be read (%s)".formatted(path, InputFiles.firstLine(e)), e);
  }

  /** The complaint that the cache can't hold a bundle. */
  static IllegalArgumentException notKept(java.nio.file.Path directory, IOException e) {
    return new IllegalArgumentException(
        "%s: can't be written (%s); expected a directory with space, which PROSPECTOR_CACHE names"
            .formatted(directory, InputFiles.firstLine(e)),
        e);
  }
}
