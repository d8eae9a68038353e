package dev.prospector.jobs.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.config.ConfigReader.Configured;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Settings as tests read them. */
final class Reading {
  private Reading() {}

  static JobSettings good(ConfigSources sources) {
    Configured read = ConfigReader.read(sources, Configuration::new, new Redaction());
    read.problems().throwIfAny();
    return read.settings();
  }

  static List<String> problems(ConfigSources sources) {
    return wrong(sources).stream().map(Problem::sentence).toList();
  }

  static List<Problem> wrong(ConfigSources sources) {
    return catchThrowableOfType(InvalidInputException.class, () -> good(sources)).problems();
  }

  static ConfigSources file(Path file) {
    return sources(Optional.of(file.toString()), List.of(), Map.of(), Map.of());
  }

  static ConfigSources sources(
      Optional<String> file,
      List<String> sets,
      Map<String, String> flags,
      Map<String, List<String>> pairs) {
    return new ConfigSources(Optional.empty(), file, sets, flags, pairs);
  }
}
