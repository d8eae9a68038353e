package dev.prospector.driver.record;

import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file on its way. What is written is counted and digested, and it is on the disk once it is
 * closed, its name too: a commit that names it afterwards never outlives it when power is cut. On
 * an object store a file that was closed lasts anyhow.
 */
public final class DurableFile extends PositionOutputStream {
  private final FileSystem files;
  private final Path file;
  private final FSDataOutputStream out;
  private final MessageDigest digest = Checksums.sha256();
  private String sha256;

  private DurableFile(Path file, FileSystem files) throws IOException {
    this.files = files;
    this.file = file;
    clear(file, files);
    this.out = files.create(file, true);
  }

  /** Opens it under its name, over whatever stands there. */
  public static DurableFile create(Path file, FileSystem files) throws IOException {
    return new DurableFile(file, files);
  }

  /** Writes it at once. */
  public static CommittedFile write(Path file, FileSystem files, String path, byte[] bytes)
      throws IOException {
    DurableFile whole = create(file, files);
    try (whole) {
      whole.write(bytes);
    }
    return whole.committed(path);
  }

  /**
   * What a commit is to say of it, once it is closed.
   *
   * @param path below the run's directory
   */
  public CommittedFile committed(String path) {
    return new CommittedFile(path, getPos(), sha256);
  }

  @Override
  public long getPos() {
    return out.getPos();
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    digest.update((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    digest.update(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (sha256 != null) {
      return;
    }
    sha256 = HexFormat.of().formatHex(digest.digest());
    try (out) {
      if (out.hasCapability(StreamCapabilities.HSYNC)) {
        out.hsync();
      }
    }
    syncName(file, files);
  }

  /** Whether what bears a local name is a file, and no directory, pipe or device. */
  static boolean isFile(Path file, FileSystem files) {
    return !isLocal(files) || Files.isRegularFile(local(file));
  }

  /** Takes away what is in a local file's place and is no file: a pipe's writer waits for ever. */
  static void clear(Path file, FileSystem files) throws IOException {
    if (!isFile(file, files)) {
      files.delete(file, true);
    }
  }

  private static boolean isLocal(FileSystem files) {
    return files.getUri().getScheme().equals("file");
  }

  private static java.nio.file.Path local(Path file) {
    return java.nio.file.Path.of(file.toUri().getPath());
  }

  /** A local file's name is on the disk once its directory is. */
  static void syncName(Path file, FileSystem files) throws IOException {
    if (isLocal(files)) {
      try (FileChannel directory =
          FileChannel.open(local(file.getParent()), StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }
}
