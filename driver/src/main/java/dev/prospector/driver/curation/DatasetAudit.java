package dev.prospector.driver.curation;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.curation.training.CandidateImages;
import dev.prospector.driver.record.RunAudit;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Holds all of a data set's directory against what its records say. */
public final class DatasetAudit {
  private final DatasetDirectory directory;
  private final Configuration conf;
  private final SortedMap<String, String> damage = new TreeMap<>();

  private DatasetAudit(DatasetDirectory directory, Configuration conf) {
    this.directory = directory;
    this.conf = conf;
  }

  /**
   * What is wrong, in words, by the files' paths below the directory: of versions, of the searches
   * that their images are in, of exports, and of images that were drawn again.
   *
   * @throws IOException if the directory can't be read
   */
  public static SortedMap<String, String> of(DatasetDirectory directory, Configuration conf)
      throws IOException {
    DatasetAudit audit = new DatasetAudit(directory, conf);
    VersionHistory history = VersionHistory.of(directory, conf);
    Set<String> searches = new TreeSet<>(); // Versions share them.
    for (int version : history.numbers()) {
      Map<String, String> found = history.damage(version);
      audit.put(directory.version(version), found);
      if (!found.containsKey(directory.manifest(version).getName())) {
        history.read(version).searches().forEach(search -> searches.add(search.name()));
      }
      for (String kind : Exports.kinds()) {
        audit.put(directory.export(kind, version), Exports.damage(directory, kind, version, conf));
      }
    }
    for (String search : searches) {
      audit.search(search);
    }
    CandidateImages.damage(directory, conf)
        .forEach((file, what) -> audit.damage.put("drawn/" + file, what));
    return audit.damage;
  }

  private void search(String name) throws IOException {
    RunDirectory run = new RunDirectory(directory.search(name));
    if (RunRecordFile.hasBegun(run, conf)) {
      put(run.root(), RunAudit.of(run, conf));
    } else {
      damage.put(path(run.root()), "is missing");
    }
  }

  private void put(Path place, Map<String, String> found) {
    found.forEach((file, what) -> damage.put(path(new Path(place, file)), what));
  }

  private String path(Path file) {
    return directory.root().toUri().relativize(file.toUri()).getPath();
  }
}
