package dev.prospector.driver.curation.fact;

import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * What a reference set holds.
 *
 * @param root its directory, or its file
 * @param images PNG and JPEG files, in order
 * @param parquet Parquet files, in order
 * @param lengths of all of them, by their names below the root
 */
record ReferenceFiles(
    String root, List<String> images, List<String> parquet, SortedMap<String, Long> lengths) {

  /**
   * Those of a path; what is hidden, in folders too, is passed over.
   *
   * @throws IOException if there is nothing, or it can't be listed
   */
  static ReferenceFiles of(Path path, HadoopFiles reached) throws IOException {
    FileSystem files = reached.system(path);
    Path root = files.makeQualified(path);
    List<String> images = new ArrayList<>();
    List<String> parquet = new ArrayList<>();
    SortedMap<String, Long> lengths = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    while (found.hasNext()) {
      LocatedFileStatus status = found.next();
      Path file = status.getPath();
      String name = file.getName().toLowerCase(Locale.ROOT);
      if (isHidden(file, root)) {
        continue;
      }
      if (name.endsWith(".parquet")) {
        parquet.add(file.toString());
      } else if (name.matches(".*\\.(png|jpe?g)")) {
        images.add(file.toString());
      } else {
        continue;
      }
      lengths.put(root.toUri().relativize(file.toUri()).getPath(), status.getLen());
    }
    Collections.sort(images);
    Collections.sort(parquet);
    return new ReferenceFiles(root.toString(), images, parquet, lengths);
  }

  private static boolean isHidden(Path file, Path root) {
    for (Path at = file; at != null && !at.equals(root); at = at.getParent()) {
      if (at.getName().matches("[._].*")) {
        return true;
      }
    }
    return false;
  }
}
