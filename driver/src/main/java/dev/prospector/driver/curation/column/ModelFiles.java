package dev.prospector.driver.curation.column;

import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files of a saved transformer. */
final class ModelFiles {
  private ModelFiles() {}

  /** One hash of all of them, with their names. */
  static String sha256(Path root, HadoopFiles files) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = files.system(root).listFiles(root, true);
    while (all.hasNext()) {
      Path file = all.next().getPath();
      try (InputStream in = files.open(file)) {
        hashes.put(root.toUri().relativize(file.toUri()).toString(), Checksums.of(in));
      }
    }
    return Checksums.of(hashes.toString().getBytes(StandardCharsets.UTF_8));
  }
}
