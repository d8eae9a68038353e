package dev.prospector.jobs.sweep;

import com.typesafe.config.ConfigValue;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.driver.sweep.Arm;
import dev.prospector.driver.sweep.SweepSpec;
import dev.prospector.driver.sweep.SweepSpec.ListedPool;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.SettingValues.Given;
import dev.prospector.executors.settings.Settings;
import dev.prospector.jobs.config.ConfigBlock;
import dev.prospector.jobs.config.ConfigFiles;
import dev.prospector.jobs.config.Hocon;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.track.TrackingUri;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code sweep --config} reads.
 *
 * @param out the sweep's directory; blank if there is a problem with it
 * @param base what all arms have in common
 * @param sweep the arms
 * @param atOnce how many runs go on at a time
 * @param mlflow the tracking server that is told of the arms
 */
public record SweepFile(
    String out, JobSettings base, SweepSpec sweep, int atOnce, Optional<URI> mlflow) {
  private static final int USUAL_AT_ONCE = 4;
  private static final int MOST_AT_ONCE = 100;

  /**
   * Reads one.
   *
   * @param sets {@code key=value} that are laid over the file, {@code base.steps=4} too
   * @param redaction learns what is secret in it
   * @param problems takes what is wrong with it; arms with a problem are left out
   * @throws InvalidInputException if the file is missing or not HOCON
   */
  public static SweepFile read(
      String file, List<String> sets, ConfigFiles files, Redaction redaction, Problems problems) {
    ConfigBlock keys = ConfigBlock.root(file, sets, files, problems);
    String out = keys.text("out").orElse("");
    if (out.isEmpty()) {
      problems.add(file + ": key 'out' is missing, expected the sweep's directory");
    }
    int atOnce = atOnce(keys);
    Optional<URI> mlflow = mlflow(keys);
    boolean share = keys.truth("share", true);
    List<ListedPool> pools = keys.texts("pools", ListedPool::new);
    Map<String, Given> shared = base(keys.block("base"), redaction, problems);
    JobSettings base = settings(shared, redaction, problems);
    AxisBlocks blocks = new AxisBlocks(keys, redaction, problems);
    List<Choice> grid = blocks.grid();
    Map<String, Choice> named = blocks.named();
    if (grid.isEmpty() && named.isEmpty() && !problems.any()) {
      problems.add(file + ": there is no arm, expected 'axes' with values of settings, or 'arms'");
    }
    Set<String> unshared = blocks.unshared(grid, named);
    keys.requireNoOthers();
    List<Arm> arms = new Arms(shared, grid, named).read(problems);
    SweepSpec sweep = new SweepSpec(arms, share, unshared, pools);
    return new SweepFile(out, base, sweep, atOnce, mlflow);
  }

  private static int atOnce(ConfigBlock keys) {
    for (ConfigValue value : keys.items("at-once")) {
      String text = String.valueOf(value.unwrapped()); // What --set says is a text.
      if (text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= MOST_AT_ONCE) {
        return Integer.parseInt(text);
      }
      keys.wrong("at-once", value, "an integer from 1 to " + MOST_AT_ONCE);
    }
    return USUAL_AT_ONCE;
  }

  private static Optional<URI> mlflow(ConfigBlock keys) {
    for (ConfigValue value : keys.items("mlflow")) {
      Optional<URI> uri = TrackingUri.parse(String.valueOf(value.unwrapped()));
      return uri.isPresent() ? uri : keys.wrong("mlflow", value, TrackingUri.EXPECTED);
    }
    return Optional.empty();
  }

  private static Map<String, Given> base(
      ConfigBlock block, Redaction redaction, Problems problems) {
    SettingValues known = JobSettings.noValues();
    Map<String, Given> given = new TreeMap<>();
    block
        .entries()
        .forEach(
            (key, value) -> {
              String place = Hocon.place(value.origin());
              if (key.equals("out")) {
                problems.add(
                    "%s: key 'base.out' would be the directory of every arm, expected 'out' beside 'base'"
                        .formatted(place));
              } else if (known.knows(key)) {
                given.put(key, ConfigBlock.given(key, value, redaction));
              } else {
                problems.add(
                    "%s: key 'base.%s' is unknown; %s"
                        .formatted(place, key, NameSuggestions.hint(key, known)));
              }
            });
    return given;
  }

  /** Of what is no search's; what is, is told of with the arms. */
  private static JobSettings settings(
      Map<String, Given> shared, Redaction redaction, Problems problems) {
    SettingValues values = JobSettings.noValues();
    problems.collect(() -> values.lay(shared));
    Problems placed = new Problems(values::sentence);
    Set<String> ofSearch = SearchSpec.noValues().names();
    JobSettings settings =
        Settings.read(
            JobSettings.class,
            values::value,
            (key, found, expected) -> {
              if (!ofSearch.contains(key.name())) {
                placed.wrong(key.name(), found, expected);
              }
            });
    settings.files().requireOneSource(placed);
    problems.collect(placed::throwIfAny);
    problems.collect(() -> redaction.learn(settings.cluster().sparkSettings()));
    return settings;
  }

  /** From choices to arms. */
  private record Arms(Map<String, Given> shared, List<Choice> grid, Map<String, Choice> named) {

    List<Arm> read(Problems problems) {
      Set<String> differing = new LinkedHashSet<>();
      grid.forEach(one -> differing.addAll(one.told().keySet()));
      named.values().forEach(one -> differing.addAll(one.told().keySet()));
      Set<String> wrong = new LinkedHashSet<>();
      List<Arm> arms = new ArrayList<>();
      grid.forEach(one -> add(one.name(), one, differing, arms, wrong));
      named.forEach((name, one) -> add(name, one, differing, arms, wrong));
      wrong.forEach(problems::add);
      return arms;
    }

    private void add(
        String name, Choice choice, Set<String> differing, List<Arm> arms, Set<String> wrong) {
      SettingValues values = SearchSpec.noValues();
      Map<String, Given> ofSearch = new TreeMap<>(shared);
      ofSearch.keySet().removeIf(key -> !values.knows(key));
      Problems own = new Problems(values::sentence);
      own.collect(() -> values.lay(ofSearch));
      own.collect(() -> values.lay(choice.given()));
      SearchSpec spec = SearchSpec.read(values, own);
      try {
        own.throwIfAny();
        arms.add(new Arm(name, settings(choice, differing), spec, values::sentence));
      } catch (InvalidInputException e) {
        e.problems().forEach(problem -> wrong.add(problem.sentence()));
      }
    }

    /** What an arm does not say of a setting in which others differ is the base's, or usual. */
    private SortedMap<String, String> settings(Choice choice, Set<String> differing) {
      SortedMap<String, String> settings = new TreeMap<>();
      for (String key : differing) {
        Given given = shared.get(key);
        String usual =
            Settings.keys(SearchSpec.class).stream()
                .filter(one -> one.name().equals(key))
                .map(one -> one.setting().by())
                .findFirst()
                .orElse("");
        settings.put(
            key,
            choice.told().getOrDefault(key, given == null ? usual : Choice.text(given.value())));
      }
      return settings;
    }
  }
}
