package dev.prospector.jobs.command;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * This machine's files as {@code vault://USER:PASSWORD@HOST/path}; the host {@code broken} fails.
 */
public final class VaultFileSystem extends RawLocalFileSystem {

  @Override
  public URI getUri() {
    return URI.create("vault:///");
  }

  @Override
  public String getScheme() {
    return "vault";
  }

  @Override
  protected void checkPath(Path path) {}

  /** Who may enter is the vault's affair; the local one asks a file of another scheme. */
  @Override
  public void access(Path path, FsAction mode) {}

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    requireWay(path);
    return super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    requireWay(path);
    return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  private static void requireWay(Path path) throws IOException {
    if (path.toString().contains("@broken") && path.toString().contains("results")) {
      throw new IOException(
          "no way to " + path + ", says https://h/x?X-Amz-Signature=sig-of-vault");
    }
  }
}
