package dev.prospector.jobs.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Reads configurations as if a few algorithms and verifiers were all there are. */
final class Configurations {
  private static final KnownNames KNOWN =
      new KnownNames(Set.of("random", "zero-order"), Set.of("detector", "match", "realism", "vlm"));

  private Configurations() {}

  static ConfigSources file(Path file) {
    return new ConfigSources(Optional.of(file.toString()), List.of(), Map.of(), List.of());
  }

  static SearchConfig read(ConfigSources sources) {
    return SearchConfigReader.read(sources, KNOWN, new Configuration());
  }
}
