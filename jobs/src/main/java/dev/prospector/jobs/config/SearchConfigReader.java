package dev.prospector.jobs.config;

import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.search.Oracle;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.InitImage;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/** From {@link ConfigSources} to one validated {@link SearchConfig}. */
public final class SearchConfigReader {
  /** The defaults, and with them the keys there are. */
  static final String DEFAULTS = "reference-search.conf";

  /** The option that says where the bundle of a verifier lies. */
  private static final String BUNDLE = ".bundle";

  private static final Pattern BUNDLE_NAME = Pattern.compile("[a-z0-9_-]+");

  private static final Pattern MASTER =
      Pattern.compile(
          "local|local\\[(\\d+|\\*)(,\\d+)?]|local-cluster\\[\\d+,\\d+,\\d+]"
              + "|spark://[^/]+:\\d+.*|k8s://.+|yarn");

  private final Settings settings;
  private final KnownNames known;
  private final Problems problems;

  private SearchConfigReader(Settings settings, KnownNames known, Problems problems) {
    this.settings = settings;
    this.known = known;
    this.problems = problems;
  }

  /**
   * Resolves and validates.
   *
   * @param conf knows the file systems
   * @throws dev.prospector.driver.input.InvalidInputException with every problem there is
   */
  public static SearchConfig read(ConfigSources sources, KnownNames known, Configuration conf) {
    Problems problems = new Problems();
    SearchConfig config = read(sources, known, conf, problems);
    problems.throwIfAny();
    return config;
  }

  /**
   * Resolves and validates; where there is a problem the default stands in, so that the caller can
   * go on and look for more.
   */
  public static SearchConfig read(
      ConfigSources sources, KnownNames known, Configuration conf, Problems problems) {
    Problems none = new Problems();
    SearchConfigReader defaults =
        new SearchConfigReader(Settings.of(DEFAULTS, ConfigSources.NONE, conf, none), known, none);
    Settings settings = Settings.of(DEFAULTS, sources, conf, problems);
    return new SearchConfigReader(settings, known.and(bundles(settings, known)), problems)
        .config(defaults);
  }

  private SearchConfig config(SearchConfigReader defaults) {
    SearchConfig config =
        new SearchConfig(
            model(defaults),
            settings.text("prompts"),
            settings.text("out"),
            required(defaults, reader -> reader.settings.truth("images")),
            required(defaults, reader -> reader.name("algorithm", known.algorithms())),
            algorithmOptions(),
            required(defaults, reader -> reader.settings.text("verifier")),
            required(defaults, SearchConfigReader::searchedBy),
            verifierOptions(),
            settings.text("features").map(FeatureProviders::located),
            heldOut(),
            required(defaults, SearchConfigReader::allowance),
            required(defaults, reader -> reader.count("top-k", 10_000)),
            required(defaults, reader -> reader.settings.integer("seed", 0, Long.MAX_VALUE)),
            settings.text("sampler"),
            optional(count("search-steps", 10_000)),
            optional(count("steps", 10_000)),
            settings
                .number("guidance", 0, 1_000)
                .map(OptionalDouble::of)
                .orElseGet(OptionalDouble::empty),
            batch(defaults),
            placement(),
            required(defaults, reader -> reader.count("wave", 1_000_000)),
            master(),
            settings.spark());
    requireNoContradiction(config);
    return config;
  }

  private ModelConfig model(SearchConfigReader defaults) {
    return new ModelConfig(
        required(defaults, reader -> reader.settings.text("bundle")),
        optional(count("height", 65_536)),
        optional(count("width", 65_536)),
        settings.text("negative-prompt").orElse(""),
        required(defaults, reader -> reader.settings.truth("unload-text-encoder")),
        initImage(required(defaults, SearchConfigReader::strength)));
  }

  private Optional<InitImage> initImage(double strength) {
    Optional<String> column = settings.text("init-image");
    if (column.isEmpty() && settings.isGiven("strength")) {
      settings.wrong("strength", "it only with init-image, the column of the prompts' images");
    }
    return column.map(name -> new InitImage(name, strength));
  }

  private Optional<Double> strength() {
    Optional<Double> strength = settings.number("strength", 0, 1);
    if (strength.isPresent() && strength.get() == 0) {
      settings.wrong("strength", "a number above 0.0, 1.0 at most");
      return Optional.empty();
    }
    return strength;
  }

  private OptionalInt batch(SearchConfigReader defaults) {
    if (settings.isText("batch", "auto")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        required(
            defaults,
            reader ->
                reader.settings.integer("batch", 1, 4_096, "auto or ").map(Math::toIntExact)));
  }

  private Placement placement() {
    int tile = settings.integer("decode-tiles", 16, 65_536).map(Math::toIntExact).orElse(0);
    try {
      return new Placement(settings.open("devices"), tile);
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return Placement.TOGETHER;
    }
  }

  private static OptionalInt optional(Optional<Integer> count) {
    return count.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** What a key holds or, if that is nothing usable, its default. */
  private <T> T required(
      SearchConfigReader defaults, Function<SearchConfigReader, Optional<T>> key) {
    return key.apply(this).or(() -> key.apply(defaults)).orElseThrow();
  }

  private Optional<Integer> count(String key, int max) {
    return settings.integer(key, 1, max).map(Math::toIntExact);
  }

  private Optional<BudgetSetting> allowance() {
    if (settings.isSet("candidates") && settings.isSet("budget")) {
      settings.wrong("budget", "either budget or candidates, not both");
    }
    return settings.isSet("budget")
        ? settings.integer("budget", 1, Long.MAX_VALUE).map(BudgetSetting.Nfe::new)
        : count("candidates", 10_000_000).map(BudgetSetting.Candidates::new);
  }

  private Optional<String> name(String key, Set<String> names) {
    Optional<String> name = settings.text(key);
    if (name.isPresent() && !names.contains(name.get())) {
      settings.wrong(key, NameSuggestions.oneOf(name.get(), names));
      return Optional.empty();
    }
    return name;
  }

  private Optional<SearchTarget> searchedBy() {
    return settings
        .text("verifier")
        .flatMap(
            text -> {
              try {
                SearchTarget target = SearchTarget.parse(text);
                target.verifiers().forEach(this::requireVerifier);
                return Optional.of(target);
              } catch (IllegalArgumentException e) {
                settings.wrong("verifier", e.getMessage());
                return Optional.empty();
              }
            });
  }

  private void requireVerifier(String name) {
    if (!known.verifiers().contains(name)) {
      Set<String> names = new TreeSet<>(known.verifiers());
      names.addAll(Oracle.titles());
      throw new IllegalArgumentException(
          NameSuggestions.oneOf(name, names) + ", ensemble(a,b) or sum(a:1,b:2)");
    }
  }

  /** Names of verifiers that are bundles, as the user gave them or a run recorded them. */
  private static Set<String> bundles(Settings settings, KnownNames known) {
    Set<String> names = new TreeSet<>();
    settings
        .open("verifier-bundles")
        .forEach(
            (name, directory) -> {
              if (known.verifiers().contains(name) || !BUNDLE_NAME.matcher(name).matches()) {
                settings.wrong(
                    "verifier-bundles",
                    name,
                    "a name of lower-case letters, digits, _ and - that is not built in");
              }
              names.add(name);
            });
    for (String option : settings.open("verifier-options").keySet()) {
      if (option.endsWith(BUNDLE)) {
        names.add(option.substring(0, option.length() - BUNDLE.length()));
      }
    }
    return names;
  }

  private Map<String, String> verifierOptions() {
    Map<String, String> options = new TreeMap<>(settings.open("verifier-options"));
    settings
        .open("verifier-bundles")
        .forEach((name, directory) -> options.put(name + BUNDLE, directory));
    return options;
  }

  /** What our algorithms have keys for, and what others were given. */
  private Map<String, String> algorithmOptions() {
    Map<String, String> options = new TreeMap<>(settings.open("algorithm-options"));
    for (String key : KnownNames.ALGORITHM_KEYS) {
      List<String> texts = settings.texts(key);
      if (!texts.isEmpty()) {
        options.put(key, String.join(",", texts));
      }
    }
    return options;
  }

  private Optional<List<String>> heldOut() {
    List<String> names = settings.texts("held-out");
    if (names.equals(List.of("auto"))) {
      return Optional.empty();
    }
    if (names.equals(List.of("none"))) {
      return Optional.of(List.of());
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!known.verifiers().contains(name)) {
        settings.wrong("held-out", "each " + NameSuggestions.oneOf(name, known.verifiers()));
      } else if (!seen.add(name)) {
        settings.wrong("held-out", "each name once, not '" + name + "' twice");
      }
    }
    return Optional.of(names);
  }

  private Optional<String> master() {
    Optional<String> master = settings.text("master");
    if (master.isPresent() && !MASTER.matcher(master.get()).matches()) {
      settings.wrong("master", "local[N], local[*], spark://host:port, k8s://URL or yarn");
    }
    return master;
  }

  private void requireNoContradiction(SearchConfig config) {
    for (String searched : config.searchedBy().verifiers()) {
      if (config.heldOut().isPresent() && config.heldOut().get().contains(searched)) {
        settings.wrong(
            "held-out", "verifiers other than '%s', which is searched".formatted(searched));
      }
    }
    if (config.allowance() instanceof BudgetSetting.Candidates candidates
        && config.topK() > candidates.count()) {
      settings.wrong("top-k", "at most as many as candidates, " + candidates.count());
    }
    Map<String, String> spark = config.spark();
    if (spark.containsKey("spark.master") && config.master().isPresent()) {
      settings.wrong("master", "either master or spark.master, not both");
    }
  }
}
