package dev.prospector.jobs.sweep;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.SettingValues.Given;
import dev.prospector.executors.settings.Settings;
import dev.prospector.jobs.config.ConfigBlock;
import dev.prospector.jobs.config.Hocon;
import dev.prospector.jobs.config.JobSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The blocks {@code axes}, {@code exclude} and {@code arms}: from values to their combinations. */
final class AxisBlocks {
  private static final int MOST = 10_000;
  private static final String NAME = "name";

  private final ConfigBlock keys;
  private final Redaction redaction;
  private final Problems problems;
  private final SettingValues known = SearchSpec.noValues();
  private final Set<String> told = new HashSet<>();
  private final Set<String> maps =
      Settings.keys(SearchSpec.class).stream()
          .filter(key -> key.kind() == Key.Kind.OPTIONS)
          .map(Key::name)
          .collect(Collectors.toSet());

  AxisBlocks(ConfigBlock keys, Redaction redaction, Problems problems) {
    this.keys = keys;
    this.redaction = redaction;
    this.problems = problems;
  }

  /** By name, in an order that is that of the axes' names and of their values. */
  List<Choice> grid() {
    List<ConfigValue> unused = keys.items("exclude"); // Known, whatever is wrong with the axes.
    if (keys.optionalBlock("axes").isEmpty()) {
      return List.of();
    }
    ConfigBlock block = keys.block("axes");
    List<Choice> grid = List.of(Choice.NONE);
    Map<String, List<Choice>> axes = axes(block, "");
    requireOneAxisEach(axes, block);
    for (List<Choice> axis : axes.values()) {
      if ((long) grid.size() * axis.size() > MOST) {
        problems.add("%s: axes make more than %,d arms".formatted(block.place(), MOST));
        return List.of();
      }
      List<Choice> wider = new ArrayList<>();
      grid.forEach(one -> axis.forEach(value -> wider.add(one.and(value))));
      grid = wider;
    }
    return excluded(grid.equals(List.of(Choice.NONE)) ? List.of() : grid, block);
  }

  private void requireOneAxisEach(Map<String, List<Choice>> axes, ConfigBlock block) {
    Map<String, String> by = new TreeMap<>();
    axes.forEach(
        (axis, values) -> {
          Set<String> set = new TreeSet<>();
          values.forEach(value -> set.addAll(value.given().keySet()));
          for (String key : set) {
            String other = by.putIfAbsent(key, axis);
            if (other != null) {
              problems.add(
                  "%s: 'axes.%s' and 'axes.%s' both say %s, expected one of them"
                      .formatted(block.place(), other, axis, key));
            }
          }
        });
  }

  /** The values of each axis. */
  private Map<String, List<Choice>> axes(ConfigBlock block, String prefix) {
    Map<String, List<Choice>> axes = new TreeMap<>();
    block
        .entries()
        .forEach(
            (name, value) -> {
              String key = prefix + name;
              if (value instanceof ConfigObject options && maps.contains(first(key))) {
                axes.putAll(axes(block.within(name, options), key + "."));
                return;
              }
              List<ConfigValue> values = block.items(name);
              if (values.isEmpty()) {
                block.wrong(name, value, "a value or more");
              }
              List<Choice> choices =
                  values.stream()
                      .map(one -> choice(block, key, one))
                      .filter(one -> !one.equals(Choice.NONE))
                      .toList();
              Set<Map<String, String>> seen = new HashSet<>();
              choices.stream()
                  .filter(one -> !seen.add(one.told()))
                  .forEach(
                      twice ->
                          problems.add(
                              "%s: 'axes.%s' has %s twice"
                                  .formatted(Hocon.place(value.origin()), key, twice.name())));
              // Without those that are wrong, what is wrong with other axes is found too.
              axes.put(key, choices.isEmpty() ? List.of(Choice.NONE) : choices);
            });
    return axes;
  }

  private static String first(String key) {
    return key.replaceFirst("\\..*", "");
  }

  private Choice choice(ConfigBlock block, String axis, ConfigValue value) {
    if (!(value instanceof ConfigObject group) || maps.contains(axis)) {
      return setting(axis, value, "axes." + axis);
    }
    Choice all = Choice.NONE;
    for (Map.Entry<String, ConfigValue> one : new TreeMap<>(group).entrySet()) {
      if (!one.getKey().equals(NAME)) {
        all = all.and(setting(one.getKey(), one.getValue(), "axes." + axis + "." + one.getKey()));
      }
    }
    if (known.knows(axis)) {
      return block
          .<Choice>wrong(axis, value, "a value, or another name for settings that go together")
          .orElse(Choice.NONE);
    }
    if (group.isEmpty()) {
      return block.<Choice>wrong(axis, value, "settings, or a name for none").orElse(Choice.NONE);
    }
    if (all.equals(Choice.NONE) && !group.keySet().equals(Set.of(NAME))) {
      return all;
    }
    return all.named(
        axis, group.containsKey(NAME) ? Choice.text(group.get(NAME).unwrapped()) : all.name());
  }

  /** One setting of an arm, if it may be one. */
  private Choice setting(String key, ConfigValue value, String path) {
    if (known.knows(key)) {
      Given given = ConfigBlock.given(key, value, redaction);
      return Choice.of(key, value, given, redaction.text(Choice.text(value.unwrapped())));
    }
    String place = Hocon.place(value.origin());
    String wrong;
    if (key.equals("out")) {
      wrong = "%s: key '%s' is the sweep's, expected it beside 'axes'".formatted(place, path);
    } else if (JobSettings.noValues().knows(key)) {
      wrong = "%s: key '%s' is the same for all arms, expected it in 'base'".formatted(place, path);
    } else {
      wrong =
          "%s: key '%s' is unknown; %s".formatted(place, path, NameSuggestions.hint(key, known));
    }
    if (told.add(wrong)) { // Of an axis that is no setting each value is.
      problems.add(wrong);
    }
    return Choice.NONE;
  }

  private List<Choice> excluded(List<Choice> grid, ConfigBlock axes) {
    List<Choice> left = new ArrayList<>(grid);
    left.removeAll(matched("exclude", grid));
    if (left.isEmpty() && !grid.isEmpty()) {
      problems.add("%s: 'exclude' leaves none of the arms of 'axes'".formatted(axes.place()));
    }
    return left;
  }

  /**
   * Arms that {@code unshared} matches, by their names.
   *
   * @param named arms that have names of their own
   */
  Set<String> unshared(List<Choice> grid, Map<String, Choice> named) {
    List<Choice> all = new ArrayList<>(grid);
    all.addAll(named.values());
    List<Choice> matched = matched("unshared", all);
    Set<String> names = new TreeSet<>();
    grid.stream().filter(matched::contains).forEach(one -> names.add(one.name()));
    named.forEach((name, one) -> names.addAll(matched.contains(one) ? Set.of(name) : Set.of()));
    return names;
  }

  /** Those of some arms that one of a key's objects matches. */
  private List<Choice> matched(String key, List<Choice> arms) {
    List<Choice> matched = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    arms.forEach(one -> names.addAll(one.told().keySet()));
    for (ConfigValue item : keys.items(key)) {
      if (!(item instanceof ConfigObject wanted) || wanted.isEmpty()) {
        keys.wrong(key, item, "a list of objects such as { algorithm = pruning }");
        continue;
      }
      String place = Hocon.place(item.origin());
      List<String> unknown =
          new TreeSet<>(wanted.keySet()).stream().filter(one -> !names.contains(one)).toList();
      if (!unknown.isEmpty() && !arms.isEmpty()) {
        unknown.forEach(
            one ->
                problems.add(
                    "%s: key '%s.%s' is no axis; %s"
                        .formatted(place, key, one, NameSuggestions.hint(one, names))));
        continue;
      }
      List<Choice> these = arms.stream().filter(arm -> matches(wanted, arm)).toList();
      if (these.isEmpty() && !arms.isEmpty()) {
        problems.add(
            "%s: '%s' %s matches no arm, expected one or more"
                .formatted(place, key, Choice.text(wanted.unwrapped())));
      }
      matched.addAll(these);
    }
    return matched;
  }

  private static boolean matches(ConfigObject wanted, Choice arm) {
    return wanted.entrySet().stream()
        .allMatch(
            one -> {
              String told = arm.told().get(one.getKey());
              return told != null
                  && (one.getValue().unwrapped() instanceof List<?> list
                      ? list.stream().map(Choice::text).anyMatch(told::equals)
                          || Choice.text(list).equals(told)
                      : Choice.text(one.getValue().unwrapped()).equals(told));
            });
  }

  /** Arms with names of their own. */
  Map<String, Choice> named() {
    Map<String, Choice> named = new TreeMap<>();
    ConfigBlock block = keys.block("arms");
    block
        .entries()
        .forEach(
            (name, value) -> {
              if (!(value instanceof ConfigObject settings)) {
                block.wrong(name, value, "an object of settings");
                return;
              }
              Choice all = Choice.NONE;
              for (Map.Entry<String, ConfigValue> one : new TreeMap<>(settings).entrySet()) {
                String path = "arms." + name + "." + one.getKey();
                all = all.and(setting(one.getKey(), one.getValue(), path));
              }
              named.put(name, all);
            });
    return named;
  }
}
