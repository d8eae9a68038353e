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
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under another scheme, as little local as an object store. Calls are counted, but
 * not those that it makes of itself.
 */
public final class CountedFiles extends RawLocalFileSystem {
  static final String SCHEME = "counted";

  private static final Map<String, AtomicLong> CALLS = new ConcurrentHashMap<>();
  private static final ThreadLocal<Boolean> WITHIN = ThreadLocal.withInitial(() -> false);

  private interface Call<T> {
    T now() throws IOException;
  }

  /** By call, how often it was made since the last time that this was asked. */
  static Map<String, Long> calls() {
    Map<String, Long> calls = new TreeMap<>();
    CALLS.forEach((call, count) -> calls.put(call, count.getAndSet(0)));
    return calls;
  }

  private static <T> T counted(String name, Call<T> call) throws IOException {
    boolean within = WITHIN.get();
    if (!within) {
      CALLS.computeIfAbsent(name, unused -> new AtomicLong()).incrementAndGet();
    }
    WITHIN.set(true);
    try {
      return call.now();
    } finally {
      WITHIN.set(within);
    }
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
    return counted("open", () -> super.open(file, buffer));
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int buffer,
      short replication,
      long block,
      Progressable progress)
      throws IOException {
    return counted(
        "create", () -> super.create(file, overwrite, buffer, replication, block, progress));
  }

  @Override
  public FileStatus getFileStatus(Path file) throws IOException {
    return counted("status", () -> super.getFileStatus(file));
  }

  @Override
  public FileStatus[] listStatus(Path directory) throws IOException {
    return counted("list", () -> super.listStatus(directory));
  }

  @Override
  public boolean mkdirs(Path directory) throws IOException {
    return counted("mkdirs", () -> super.mkdirs(directory));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return counted("rename", () -> super.rename(from, to));
  }

  @Override
  public boolean delete(Path file, boolean recursive) throws IOException {
    return counted("delete", () -> super.delete(file, recursive));
  }
}
