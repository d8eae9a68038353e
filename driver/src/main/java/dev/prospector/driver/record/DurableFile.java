package dev.prospector.driver.record;

import dev.prospector.executors.bundle.Checksums;
import java.io.IOException;
import java.nio.channels.FileChannel;
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

  /** A local file's name is on the disk once its directory is. */
  static void syncName(Path file, FileSystem files) throws IOException {
    if (files.getUri().getScheme().equals("file")) {
      java.nio.file.Path parent = java.nio.file.Path.of(file.getParent().toUri().getPath());
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }
}
