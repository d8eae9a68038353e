package dev.prospector.executors.settings;

import java.util.List;
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
   * What a record holds, as options: an equal record can be read from them.
   *
   * @param record of settings that are no options of others
   */
  public static Map<String, String> of(Record record) {
    Map<String, String> options = new TreeMap<>();
    Settings.write(record).forEach((option, value) -> options.put(option, text(value)));
    return options;
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(Options::text).collect(Collectors.joining(","));
    }
    return value instanceof Double number ? Range.plain(number) : String.valueOf(value);
  }

  /**
   * Makes a record of them.
   *
   * @param context what those of its components that are no settings are taken from, by their type
   * @throws IllegalArgumentException if an option is unknown, missing or wrong, or the record
   *     refuses what it is given; the message names the owner, and for an option what was found and
   *     what was expected
   */
  public <R extends Record> R read(Class<R> type, Object... context) {
    require(Settings.keys(type));
    try {
      return Settings.read(type, given::get, Options::unexpected, context);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(owner, e.getMessage()), e);
    }
  }

  private static void unexpected(Key key, Object found, String expected) {
    throw new IllegalStateException("%s was %s after it was checked".formatted(key.name(), found));
  }

  /**
   * Holds them against what may be given, without making anything of them.
   *
   * @throws IllegalArgumentException if an option is unknown, missing or wrong
   */
  public void require(List<Key> keys) {
    Set<String> known = keys.stream().map(Key::name).collect(Collectors.toCollection(TreeSet::new));
    for (String option : given.keySet()) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "%s has no option '%s'; it has %s%s"
                .formatted(
                    owner,
                    option,
                    known.isEmpty() ? "none" : String.join(", ", known),
                    NearestName.hint(option, known)));
      }
    }
    keys.forEach(this::require);
  }

  private void require(Key key) {
    String found = given.get(key.name());
    if (found == null && key.required()) {
      throw wrong(key.name(), "%s. %s".formatted(key.expected(), key.setting().help()));
    }
    try {
      Object unused = found == null ? null : key.parse(found);
    } catch (IllegalArgumentException e) {
      throw wrong(key.name(), e.getMessage());
    }
  }

  /** The complaint that an option holds something else than expected, to be thrown. */
  public IllegalArgumentException wrong(String option, String expected) {
    String found = given.get(option);
    return new IllegalArgumentException(
        "%s of %s was %s, expected %s".formatted(option, owner, shown(found), expected));
  }

  private static String shown(String found) {
    return found == null ? "not given" : found.isBlank() ? "blank" : found;
  }
}
