package dev.prospector.driver.curation.column;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where a transformer comes from.
 *
 * @param name of its class, or the path or URI of a saved one
 * @param kind which of these
 * @param params that a class is given, by name: texts, numbers, truths and lists of them
 */
public record StageSource(String name, Kind kind, Map<String, Object> params) {

  /** What a name may be of. */
  public enum Kind {
    /** A class, if there is one of this name, else a path. */
    EITHER,
    CLASS,
    MODEL
  }

  public StageSource {
    Objects.requireNonNull(kind, "kind");
    params = new TreeMap<>(params);
    if (name.isBlank()) {
      throw new IllegalArgumentException("'', expected a class or a saved transformer's directory");
    }
  }

  /** A class, or a path. */
  public static StageSource named(String name) {
    return new StageSource(name, Kind.EITHER, Map.of());
  }
}
