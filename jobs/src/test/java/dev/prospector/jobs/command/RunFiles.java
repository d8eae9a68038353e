package dev.prospector.jobs.command;

import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** What a run left, to hold it against another's. */
final class RunFiles {
  private RunFiles() {}

  /** All that must not depend on the cluster or on what died: everything but times and the page. */
  static Map<String, byte[]> results(Path run) throws IOException {
    Map<String, byte[]> results = new TreeMap<>();
    for (String folder : new String[] {"results", "baseline", "images"}) {
      if (Files.exists(run.resolve(folder))) {
        try (Stream<Path> files = Files.list(run.resolve(folder))) {
          for (Path file : files.toList()) {
            results.put(folder + "/" + file.getFileName(), Files.readAllBytes(file));
          }
        }
      }
    }
    return results;
  }

  /** Whatever lies there, by its path below the run. */
  static List<String> names(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.map(file -> run.relativize(file).toString()).sorted().toList();
    }
  }

  static RunRecord record(Path run) throws IOException {
    return RunRecordFile.read(directory(run), new Configuration());
  }

  static RunDirectory directory(Path run) {
    return new RunDirectory(new org.apache.hadoop.fs.Path(run.toUri()));
  }
}
