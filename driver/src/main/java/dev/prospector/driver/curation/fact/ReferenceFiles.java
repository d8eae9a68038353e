package dev.prospector.driver.curation.fact;

import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
 */
record ReferenceFiles(String root, List<String> images, List<String> parquet) {

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
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    while (found.hasNext()) {
      Path file = found.next().getPath();
      String name = file.getName().toLowerCase(Locale.ROOT);
      if (isHidden(file, root)) {
        continue;
      }
      if (name.endsWith(".parquet")) {
        parquet.add(file.toString());
      } else if (name.matches(".*\\.(png|jpe?g)")) {
        images.add(file.toString());
      }
    }
    Collections.sort(images);
    Collections.sort(parquet);
    return new ReferenceFiles(root.toString(), images, parquet);
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
