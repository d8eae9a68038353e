package dev.prospector.jobs.config;

import dev.prospector.driver.secret.RecordedSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a user's settings come from, weakest first.
 *
 * @param recorded the weakest, under all others
 * @param file HOCON, a path or a URI
 * @param sets {@code key=value}, as given to {@code --set}
 * @param flags value by flag, without its dashes
 * @param pairs {@code key=value} by flag, for flags that can be repeated
 */
public record ConfigSources(
    Optional<Recorded> recorded,
    Optional<String> file,
    List<String> sets,
    Map<String, String> flags,
    Map<String, List<String>> pairs) {

  /** Nothing but the defaults. */
  public static final ConfigSources NONE =
      new ConfigSources(Optional.empty(), Optional.empty(), List.of(), Map.of(), Map.of());

  public ConfigSources {
    sets = List.copyOf(sets);
    flags = Map.copyOf(flags);
    pairs = Map.copyOf(pairs);
  }

  /**
   * A configuration that a run has recorded.
   *
   * @param settings as far as they are whole
   * @param origin where they stand, for messages
   */
  public record Recorded(RecordedSettings settings, String origin) {}

  /** The same, laid over what a run has recorded. */
  public ConfigSources over(RecordedSettings settings, String origin) {
    Recorded recorded = new Recorded(settings, origin);
    return new ConfigSources(Optional.of(recorded), file, sets, flags, pairs);
  }

  /**
   * What {@code --conf} says, as far as it says anything: what a file must be found with.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if a secret is not found where it
   *     says
   */
  public Map<String, String> sparkSettings() {
    Map<String, String> settings = new TreeMap<>();
    for (String pair : pairs.getOrDefault("conf", List.of())) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return SparkSecrets.resolve(settings);
  }
}
