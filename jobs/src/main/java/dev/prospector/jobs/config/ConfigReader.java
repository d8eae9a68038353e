package dev.prospector.jobs.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.SettingValues;
import dev.prospector.executors.settings.SettingValues.Given;
import dev.prospector.executors.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** From {@link ConfigSources} to {@link JobSettings}; what is wrong is collected. */
public final class ConfigReader {
  private static final Pattern MASTER =
      Pattern.compile(
          "local|local\\[([1-9]\\d{0,4}|\\*)(,\\d{1,4})?]|local-cluster\\[\\d+,\\d+,\\d+]"
              + "|spark://[^/@]+:\\d+(,[^/@]+:\\d+)*|k8s://.+|yarn");

  private final SettingValues values = JobSettings.noValues();
  private final Problems problems = new Problems(values::sentence);
  private final Redaction redaction;
  private boolean strayed;

  private ConfigReader(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * What was read.
   *
   * @param settings where there is a problem the default stands in, so that the caller can go on
   *     and look for more
   * @param problems what is wrong so far
   * @param notes what a user should know of good settings, a sentence each
   */
  public record Configured(JobSettings settings, Problems problems, List<String> notes) {}

  /**
   * Lays the sources over the defaults.
   *
   * @param conf knows the file systems; asked for only if a file may lie on another
   * @param redaction learns what is secret of all that was given, right or wrong
   * @throws dev.prospector.driver.input.InvalidInputException if a key is unknown, with all else
   *     that is wrong with the settings: what it was to say would be missed by all checks after it
   */
  public static Configured read(
      ConfigSources sources, Supplier<Configuration> conf, Redaction redaction) {
    return new ConfigReader(redaction).configured(sources, conf);
  }

  private Configured configured(ConfigSources sources, Supplier<Configuration> conf) {
    sources.recorded().ifPresent(this::layRecorded);
    sources
        .file()
        .ifPresent(
            file ->
                problems.collect(
                    () -> lay(Hocon.read(file, new ConfigFiles(conf, sources.sparkSettings())))));
    Map<String, Given> sets = new LinkedHashMap<>();
    sources.sets().forEach(pair -> split(pair, "--set", "").ifPresent(sets::putAll));
    lay(sets);
    Map<String, Given> flags = new LinkedHashMap<>();
    sources
        .flags()
        .forEach((flag, text) -> flags.put(key(flag), given(key(flag), text, "--" + flag)));
    sources
        .pairs()
        .forEach(
            (flag, texts) -> {
              if (isList(flag)) {
                texts.forEach(text -> learn(flag, text, "--" + flag));
                flags.put(key(flag), new Given(texts, "--" + flag, -1));
              } else {
                texts.forEach(pair -> layPair(flag, pair, flags));
              }
            });
    lay(flags);
    JobSettings settings =
        Settings.read(
            JobSettings.class,
            values::value,
            (key, found, expected) -> problems.wrong(key.name(), found, expected));
    requireMaster(settings.cluster());
    settings.files().requireOneSource(problems);
    problems.collect(() -> redaction.learn(settings.cluster().sparkSettings()));
    List<String> notes = new ArrayList<>(values.renamed());
    sources.recorded().ifPresent(run -> requireAgain(run, notes));
    notes.addAll(inTheProcessList(sources));
    if (strayed) {
      problems.throwIfAny();
    }
    return new Configured(settings, problems, notes);
  }

  private static boolean isList(String flag) {
    return JobSettings.keys().stream()
        .anyMatch(key -> key.flag().equals(flag) && key.setting().repeats());
  }

  private static String key(String flag) {
    return JobSettings.keys().stream()
        .filter(key -> key.flag().equals(flag))
        .map(Key::name)
        .findFirst()
        .orElse(flag);
  }

  private void lay(ConfigObject layer) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : layer.entrySet()) {
      ConfigValue value = entry.getValue();
      int line = value.origin().lineNumber();
      String source = value.origin().description().replaceFirst(": " + line + "$", "");
      if (line < 0) {
        source = "%s (%s)".formatted(entry.getKey(), source);
      }
      learn(entry.getKey(), value);
      given.put(entry.getKey(), new Given(value.unwrapped(), source, line));
    }
    lay(given);
  }

  /** What of a value is secret, and which variables of the environment it was made of. */
  private void learn(String name, ConfigValue value) {
    if (value instanceof ConfigObject options) {
      options.forEach((option, one) -> learn(name + "." + option, one));
    } else if (value instanceof ConfigList list) {
      list.forEach(one -> learn(name, one));
    } else if (value.unwrapped() instanceof String text) {
      Variables.of(value.origin())
          .forEach(variable -> redaction.learnVariable(variable, System.getenv(variable)));
      learn(name, text, Hocon.place(value.origin()));
    }
  }

  private void learn(String name, String text, String place) {
    redaction.learn(name, text);
    if (text.contains(Redaction.WORD)) {
      problems.add(
          "%s: key '%s' has \"%s\" in it, which stands for a secret that was left out; expected the value itself"
              .formatted(place, name, Redaction.WORD));
    }
  }

  private Given given(String name, String text, String source) {
    learn(name, text, source);
    return new Given(text, source, -1);
  }

  private void layRecorded(ConfigSources.Recorded run) {
    run.settings().teach(redaction);
    lay(Hocon.parse(run.settings().settings().toString(), run.origin()));
  }

  /** Whether a cluster wants a secret of Spark's nobody here knows; a search needs its own. */
  private void requireAgain(ConfigSources.Recorded run, List<String> notes) {
    run.settings()
        .withheld()
        .forEach(
            (name, why) -> {
              if (values.has(name) || name.equals("out")) { // Whoever resumes has said where.
                return;
              }
              if (name.startsWith("spark.")) {
                notes.add(
                    "%s %s; if it is needed, --conf has to give it again".formatted(name, why));
              } else {
                problems.add(
                    "%s: key '%s' %s; expected it again, by a flag or --set"
                        .formatted(run.origin(), name, why));
              }
            });
  }

  private List<String> inTheProcessList(ConfigSources sources) {
    List<String> pairs = new ArrayList<>(sources.pairs().getOrDefault("conf", List.of()));
    pairs.addAll(sources.sets());
    return pairs.stream()
        .filter(pair -> pair.startsWith("spark.") && pair.contains("="))
        .filter(pair -> redaction.hides(before(pair), pair.substring(pair.indexOf('=') + 1)))
        .map(
            pair ->
                "the process list shows %s; --conf %<s=env:NAME would not".formatted(before(pair)))
        .toList();
  }

  private static String before(String pair) {
    return pair.substring(0, pair.indexOf('=')).strip();
  }

  private void lay(Map<String, Given> layer) {
    Map<String, Given> known = new LinkedHashMap<>();
    layer.forEach(
        (name, given) -> {
          if (values.knows(name)) {
            known.put(name, given);
          } else {
            String place =
                given.line() < 0
                    ? given.source()
                    : "%s: line %d".formatted(given.source(), given.line());
            strayed = true;
            problems.add(
                "%s: key '%s' is unknown; %s"
                    .formatted(place, name, NameSuggestions.hint(name, values)));
          }
        });
    problems.collect(() -> values.lay(known));
  }

  /** {@code --device a=cpu,b=gpu}, {@code --conf spark.x=y}, {@code --verifier-option v.x=y}. */
  private void layPair(String flag, String text, Map<String, Given> layer) {
    String key = key(flag);
    List<String> pairs = flag.equals("device") ? List.of(text.split(",", -1)) : List.of(text);
    for (String pair : pairs) {
      if (flag.equals("conf")) {
        if (!pair.startsWith("spark.")) {
          problems.add(
              "--conf was %s, expected a Spark setting such as spark.executor.memory=8g"
                  .formatted(Problems.quote(pair)));
          continue;
        }
        split(pair, "--conf", "").ifPresent(layer::putAll);
      } else {
        split(pair, "--" + flag, key + ".").ifPresent(layer::putAll);
      }
    }
  }

  private Optional<Map<String, Given>> split(String pair, String flag, String prefix) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      problems.add("%s was %s, expected key=value".formatted(flag, Problems.quote(pair)));
      return Optional.empty();
    }
    String key = pair.substring(0, equals).strip();
    String text = pair.substring(equals + 1).strip();
    return Optional.of(Map.of(prefix + key, given(prefix + key, text, flag + " " + key)));
  }

  private void requireMaster(JobSettings.Cluster cluster) {
    if (cluster.master().isPresent() && !MASTER.matcher(cluster.master().get()).matches()) {
      problems.wrong(
          "master",
          cluster.master().get(),
          "local[N], local[*], spark://host:port, k8s://URL or yarn");
    }
    if (cluster.master().isPresent() && cluster.spark().containsKey("master")) {
      problems.wrong("master", cluster.master().get(), "either master or spark.master, not both");
    }
  }
}
