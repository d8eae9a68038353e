package dev.prospector.driver.record;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of a directory that a record in it names. */
public final class RecordedFiles {
  private RecordedFiles() {}

  /**
   * What is wrong, in words, by the paths below the directory; of a record that can't be read, that
   * alone.
   *
   * @param record a {@link JsonFile} in the directory
   * @param named the files that it names
   * @throws IOException if one is there and can't be read
   */
  public static <T> SortedMap<String, String> damage(
      Path record, FileSystem files, Class<T> type, Function<T, List<CommittedFile>> named)
      throws IOException {
    SortedMap<String, String> damage = new TreeMap<>();
    try {
      for (CommittedFile file : named.apply(JsonFile.read(record, files, type))) {
        file.difference(new Path(record.getParent(), file.path()), files)
            .ifPresent(what -> damage.put(file.path(), what));
      }
    } catch (FileNotFoundException e) {
      damage.put(record.getName(), "is missing");
    } catch (JsonFile.Torn e) {
      damage.put(record.getName(), e.what());
    }
    return damage;
  }
}
