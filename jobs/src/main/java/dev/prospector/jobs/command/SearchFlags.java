package dev.prospector.jobs.command;

import static java.util.stream.Collectors.joining;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Settings;
import dev.prospector.jobs.config.ConfigSources;
import dev.prospector.jobs.config.ConfigText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The flags of a search: one for every key. They are taken as text and checked with the
 * configuration, so that the problems of both are reported at once and in the same words.
 */
final class SearchFlags {
  private SearchFlags() {}

  /** Adds them to a command, under the headings of their keys. */
  static CommandSpec addTo(CommandSpec command) {
    int order = 1;
    for (Map.Entry<String, List<Key>> group : ConfigText.groups().entrySet()) {
      List<OptionSpec> flags = group.getValue().stream().map(key -> flag(key, "")).toList();
      command.addArgGroup(group(group.getKey(), order++, flags));
      if (group.getKey().equals("How to sample")) {
        command.addArgGroup(group("Options of algorithms", order++, algorithmFlags()));
      }
    }
    return command.addArgGroup(group("Configuration", order, configuring()));
  }

  /**
   * Adds them to a command that goes on with a run. Those that results depend on are taken too, so
   * that one with another value is refused in words, but the help only names them.
   */
  static CommandSpec addToResuming(CommandSpec command) {
    Set<String> decisive = new HashSet<>();
    Settings.keys(SearchSpec.class).forEach(key -> decisive.add(key.name()));
    List<OptionSpec> free = new ArrayList<>();
    List<OptionSpec> fixed = new ArrayList<>();
    for (List<Key> keys : ConfigText.groups().values()) {
      for (Key key : keys) {
        if (decisive.contains(key.name()) || key.name().equals("out")) {
          fixed.add(OptionSpec.builder(flag(key, "")).hidden(true).build());
        } else {
          free.add(flag(key, "", "the run's"));
        }
      }
    }
    algorithmFlags().forEach(flag -> fixed.add(OptionSpec.builder(flag).hidden(true).build()));
    command.addArgGroup(group("What may change, as long as the prompts stay the same", 1, free));
    command.addArgGroup(group("Configuration", 2, configuring()));
    ArgGroupSpec.Builder hidden = ArgGroupSpec.builder().validate(false).order(3);
    fixed.forEach(hidden::addArg);
    command.addArgGroup(hidden.build());
    String names =
        fixed.stream()
            .map(OptionSpec::longestName)
            .filter(name -> !name.equals("--out"))
            .collect(joining(", "));
    List<String> footer = new ArrayList<>(List.of("", "What may not change: " + names + "."));
    footer.addAll(List.of(command.usageMessage().footer()));
    command.usageMessage().footer(footer.toArray(String[]::new));
    return command;
  }

  private static List<OptionSpec> configuring() {
    return List.of(
        OptionSpec.builder("--config")
            .paramLabel("FILE")
            .type(String.class)
            .description("Settings in HOCON, a path or a URI; flags win.")
            .build(),
        OptionSpec.builder("--set")
            .paramLabel("KEY=VALUE")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("One setting, stronger than the file's, weaker than a flag. Repeatable.")
            .build());
  }

  private static List<OptionSpec> algorithmFlags() {
    return Algorithms.ours().stream()
        .flatMap(
            algorithm ->
                algorithm.options().stream().map(key -> flag(key, algorithm.name() + ": ")))
        .toList();
  }

  private static ArgGroupSpec group(String heading, int order, List<OptionSpec> flags) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().heading("%n" + heading + ":%n").validate(false).order(order);
    flags.forEach(group::addArg);
    return group.build();
  }

  private static OptionSpec flag(Key key, String prefix) {
    return flag(key, prefix, ConfigText.fallback(key));
  }

  private static OptionSpec flag(Key key, String prefix, String fallback) {
    boolean repeats = key.kind() == Key.Kind.OPTIONS || key.setting().repeats();
    String help =
        prefix
            + key.setting().help()
            + (repeats ? " Repeatable." : "")
            + (fallback.isEmpty() ? "" : " Default: " + fallback + ".");
    OptionSpec.Builder flag =
        OptionSpec.builder("--" + key.flag())
            .paramLabel(key.setting().label().isEmpty() ? "VALUE" : key.setting().label())
            .description(help.replace("%", "%%"));
    if (repeats) {
      return flag.type(List.class).auxiliaryTypes(String.class).build();
    }
    return key.kind() == Key.Kind.TRUTH
        ? flag.type(String.class).arity("0..1").fallbackValue("true").build()
        : flag.type(String.class).build();
  }

  /**
   * All that the command line says.
   *
   * @throws InvalidInputException if a flag that is not repeatable is given twice
   */
  static ConfigSources sources(ParseResult parsed) {
    Map<String, String> flags = new LinkedHashMap<>();
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    for (OptionSpec option : parsed.matchedOptions()) {
      if (option.group() == null) {
        continue; // One of the command's own, such as --stacktrace: it says nothing of the search.
      }
      String flag = option.longestName().substring(2);
      List<String> values = option.stringValues();
      if (option.isMultiValue()) {
        pairs.put(flag, values);
      } else if (values.size() > 1) {
        throw new InvalidInputException(
            "--%s was given as %s, expected it once".formatted(flag, String.join(", ", values)));
      } else {
        flags.put(flag, values.get(0));
      }
    }
    Optional<String> file = Optional.ofNullable(flags.remove("config"));
    List<String> sets = pairs.containsKey("set") ? pairs.remove("set") : List.of();
    return new ConfigSources(Optional.empty(), file, sets, flags, pairs);
  }
}
