package dev.prospector.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's settings come from, weakest first.
 *
 * @param file HOCON, a path or a URI
 * @param sets {@code key=value}, as given to {@code --set}
 * @param flags value by key, as given to the flag of that name
 * @param sparkConf {@code key=value}, as given to {@code --conf}
 */
public record Sources(
    Optional<String> file, List<String> sets, Map<String, String> flags, List<String> sparkConf) {
  public Sources {
    sets = List.copyOf(sets);
    flags = Map.copyOf(flags);
    sparkConf = List.copyOf(sparkConf);
  }

  /** Nothing but the defaults. */
  public static final Sources NONE = new Sources(Optional.empty(), List.of(), Map.of(), List.of());
}
