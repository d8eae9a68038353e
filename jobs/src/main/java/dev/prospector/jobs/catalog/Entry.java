package dev.prospector.jobs.catalog;

import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Provider;
import dev.prospector.jobs.config.ConfigText;
import java.util.List;

/**
 * One that is chosen by name.
 *
 * @param description in one line
 * @param facts what else it says of itself; of each the first line is enough for a list
 * @param options that it takes
 */
public record Entry(String name, String description, List<String> facts, List<Option> options) {

  public Entry {
    facts = List.copyOf(facts);
    options = List.copyOf(options);
  }

  /**
   * An option.
   *
   * @param usage as it is typed
   * @param help what it is, what it takes and what holds without it
   */
  public record Option(String usage, String help) {

    /**
     * What a key declares.
     *
     * @param prefix what stands before the key: {@code --} where it has a flag of its own
     */
    private static Option of(String prefix, Key key) {
      String label = key.setting().label().isEmpty() ? "VALUE" : key.setting().label();
      boolean anyText = key.kind() == Key.Kind.TEXT && key.words().isEmpty();
      String fallback = ConfigText.fallback(key);
      String takes = anyText ? "" : " Takes " + key.expected() + ".";
      String without =
          key.required()
              ? " Has to be given."
              : fallback.isEmpty() ? "" : " Default: " + fallback + ".";
      return new Option(prefix + key.name() + "=" + label, key.setting().help() + takes + without);
    }
  }

  /** A provider's, whose options begin so. */
  static Entry of(Provider provider, List<String> facts, String prefix) {
    return new Entry(
        provider.name(),
        provider.description(),
        facts,
        provider.options().stream().map(key -> Option.of(prefix, key)).toList());
  }
}
