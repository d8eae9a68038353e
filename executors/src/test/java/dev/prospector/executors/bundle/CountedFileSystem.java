package dev.prospector.executors.bundle;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local file system under a scheme of its own; tells how often each file was opened. */
public final class CountedFileSystem extends RawLocalFileSystem {
  private static final Map<String, AtomicInteger> OPENED = new ConcurrentHashMap<>();

  /** Reaches it. */
  public static HadoopFiles files() {
    Configuration conf = new Configuration();
    conf.set("fs.counted.impl", CountedFileSystem.class.getName());
    return new HadoopFiles(conf);
  }

  static int opened(java.nio.file.Path file) {
    return OPENED.getOrDefault(file.toString(), new AtomicInteger()).get();
  }

  @Override
  public URI getUri() {
    return URI.create("counted:///");
  }

  @Override
  public String getScheme() {
    return "counted";
  }

  @Override
  public FSDataInputStream open(Path path, int buffer) throws IOException {
    OPENED.computeIfAbsent(path.toUri().getPath(), p -> new AtomicInteger()).incrementAndGet();
    return super.open(path, buffer);
  }
}
