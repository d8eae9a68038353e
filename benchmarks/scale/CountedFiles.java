import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** The local disk under another scheme, as little local as an object store; calls are counted. */
public final class CountedFiles extends RawLocalFileSystem {
  static final String SCHEME = "counted";

  private static final Map<String, AtomicLong> CALLS = new ConcurrentHashMap<>();

  /** By call, how often it was made since the last time that this was asked. */
  static Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    CALLS.forEach((call, count) -> calls.put(call, count.getAndSet(0)));
    return calls;
  }

  private static void count(String call) {
    CALLS.computeIfAbsent(call, name -> new AtomicLong()).incrementAndGet();
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path file, int buffer) throws IOException {
    count("open");
    return super.open(file, buffer);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    count("create");
    return super.create(file, permission, overwrite, buffer, replication, block, progress);
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    count("status");
    return super.getFileStatus(file);
  }

  @Override
  public FileStatus[] listStatus(Path directory) throws IOException {
    count("list");
    return super.listStatus(directory);
  }

  @Override
  public boolean mkdirs(Path directory) throws IOException {
    count("mkdirs");
    return super.mkdirs(directory);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    count("rename");
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    count("delete");
    return super.delete(file, recursive);
  }
}
