package dev.prospector.executors.settings;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The options of a provider, as the user gave them; the record that they make declares them. */
public final class Options {
  private final String owner;
  private final Map<String, String> given;

  /**
   * Options as they were given.
   *
   * @param owner whose they are, for messages: "algorithm 'zero-order'"
   */
  public Options(String owner, Map<String, String> given) {
    this.owner = owner;
    this.given = new TreeMap<>(given);
  }

  /**
   * Makes a record of them.
   *
   * @param context what those of its components that are no settings are taken from, by their type
   * @throws IllegalArgumentException if an option is unknown or wrong; the message names it, what
   *     was found and what was expected
   */
  public <R extends Record> R read(Class<R> type, Object... context) {
    Set<String> known =
        Settings.keys(type).stream().map(Key::name).collect(Collectors.toCollection(TreeSet::new));
    for (String option : given.keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "%s has no option '%s'; it has %s"
                .formatted(owner, option, known.isEmpty() ? "none" : String.join(", ", known)));
      }
    }
    return Settings.read(
        type,
        given::get,
        (key, found, expected) -> {
          throw wrong(key.name(), expected);
        },
        context);
  }

  /** The complaint that an option holds something else than expected, to be thrown. */
  public IllegalArgumentException wrong(String option, String expected) {
    String found = given.get(option);
    return new IllegalArgumentException(
        "%s of %s was %s, expected %s"
            .formatted(option, owner, found == null ? "not given" : found, expected));
  }
}
