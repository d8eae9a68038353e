package dev.prospector.jobs.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Reads configurations as if a few algorithms and verifiers were all there are. */
final class Configurations {
  private static final Known KNOWN =
      new Known(Set.of("random", "zero-order"), Set.of("detector", "match", "realism", "vlm"));

  private Configurations() {}

  static Sources file(Path file) {
    return new Sources(Optional.of(file.toString()), List.of(), Map.of(), List.of());
  }

  static SearchConfig read(Sources sources) {
    return SearchConfigReader.read(sources, KNOWN, new Configuration());
  }
}
