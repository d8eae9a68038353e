package dev.prospector.jobs.config;

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
 * @param flags value by key, as given to the flag of that name
 * @param sparkConf {@code key=value}, as given to {@code --conf}
 */
public record ConfigSources(
    Optional<Recorded> recorded,
    Optional<String> file,
    List<String> sets,
    Map<String, String> flags,
    List<String> sparkConf) {
  public ConfigSources {
    sets = List.copyOf(sets);
    flags = Map.copyOf(flags);
    sparkConf = List.copyOf(sparkConf);
  }

  /**
   * A configuration that a run has recorded.
   *
   * @param json its text
   * @param origin where it stands, for messages
   */
  public record Recorded(String json, String origin) {}

  /** Without a recorded configuration. */
  public ConfigSources(
      Optional<String> file, List<String> sets, Map<String, String> flags, List<String> sparkConf) {
    this(Optional.empty(), file, sets, flags, sparkConf);
  }

  /** The same, laid over what a run has recorded. */
  public ConfigSources over(String json, String origin) {
    return new ConfigSources(Optional.of(new Recorded(json, origin)), file, sets, flags, sparkConf);
  }

  /** What {@code --conf} says, as far as it says anything: what a file must be found with. */
  public Map<String, String> sparkSettings() {
    Map<String, String> settings = new TreeMap<>();
    for (String pair : sparkConf) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
    return settings;
  }

  /** Nothing but the defaults. */
  public static final ConfigSources NONE =
      new ConfigSources(Optional.empty(), List.of(), Map.of(), List.of());
}
