package dev.prospector.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.config.ConfigReader.Configured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  /** Every key, with another value than its default, as a file has it. */
  private static final String EVERYTHING =
      """
      prompts = p.csv
      prompt-column = words
      id-column = key
      columns = [tag, note]
      out = "s3a://b/run"
      bundle = models/sd
      height = 768
      width = 512
      negative-prompt = blurry
      init-image = image
      strength = 0.35
      algorithm = zero-order
      algorithm-options { own = x }
      verifier = "ensemble(match,vlm)"
      verifier-options { vlm { model = m } }
      verifier-bundles { pick = models/p }
      features = shapes-features
      held-out = [detector, realism]
      budget = 1280
      top-k = 3
      seed = 1099511627776
      sampler = heun
      sampler-options { churn = 1 }
      steps = 30
      search-steps = 10
      guidance = 7.5
      batch = 4
      devices { text_encoder = cpu, match = gpu }
      decode-tiles = 512
      wave = 10
      unload-text-encoder = true
      images = true
      master = "spark://host:7077"
      spark { executor.memory = 8g }
      """;

  private static final Map<String, Object> VALUES =
      ordered(
          "prompts",
          "p.csv",
          "prompt-column",
          "words",
          "id-column",
          "key",
          "columns",
          List.of("tag", "note"),
          "out",
          "s3a://b/run",
          "bundle",
          "models/sd",
          "height",
          768,
          "width",
          512,
          "negative-prompt",
          "blurry",
          "init-image",
          "image",
          "strength",
          0.35,
          "algorithm",
          "zero-order",
          "algorithm-options",
          Map.of("own", "x"),
          "verifier",
          "ensemble(match,vlm)",
          "verifier-options",
          Map.of("vlm.model", "m"),
          "verifier-bundles",
          Map.of("pick", "models/p"),
          "features",
          "shapes-features",
          "held-out",
          List.of("detector", "realism"),
          "budget",
          1280L,
          "top-k",
          3,
          "seed",
          1L << 40,
          "sampler",
          "heun",
          "sampler-options",
          Map.of("churn", "1"),
          "steps",
          30,
          "search-steps",
          10,
          "guidance",
          7.5,
          "batch",
          4,
          "devices",
          Map.of("text_encoder", "cpu", "match", "gpu"),
          "decode-tiles",
          512,
          "wave",
          10,
          "unload-text-encoder",
          true,
          "images",
          true,
          "master",
          "spark://host:7077",
          "spark",
          Map.of("executor.memory", "8g"));

  @TempDir Path directory;

  @Test
  void everyKeyOfAFileIsRead() throws IOException {
    JobSettings read = good(file(write("all.conf", EVERYTHING)));
    assertThat(read.values()).containsExactlyEntriesOf(VALUES);
    // "candidates" says the same as "budget" in another unit; "prompt" goes without "prompts".
    assertThat(VALUES.keySet())
        .containsExactlyElementsOf(
            JobSettings.keys().stream()
                .map(key -> key.name())
                .filter(name -> !name.equals("candidates") && !name.equals("prompt"))
                .toList());
  }

  @Test
  void flagsAndSetsAreReadLikeFiles() {
    Map<String, String> texts = new LinkedHashMap<>();
    VALUES.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> options) {
            options.forEach((option, one) -> texts.put(key + "." + option, one.toString()));
          } else if (value instanceof List<?> list) {
            texts.put(key, list.get(0) + ", " + list.get(1));
          } else {
            texts.put(key, value.toString());
          }
        });
    List<String> sets =
        texts.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    assertThat(good(sources(Optional.empty(), sets, Map.of(), Map.of())).values())
        .isEqualTo(VALUES);
    Map<String, String> flags = new LinkedHashMap<>(texts);
    flags.keySet().removeIf(key -> key.contains("."));
    Map<String, List<String>> pairs =
        Map.of(
            "algorithm-option", List.of("own=x"),
            "sampler-option", List.of("churn=1"),
            "verifier-option", List.of("vlm.model=m"),
            "verifier-bundle", List.of("pick=models/p"),
            "device", List.of("text_encoder=cpu,match=gpu"),
            "conf", List.of("spark.executor.memory=8g"));
    assertThat(good(sources(Optional.empty(), List.of(), flags, pairs)).values()).isEqualTo(VALUES);
  }

  @Test
  void withoutAnythingTheDefaultsHold() {
    Map<String, Object> values = good(ConfigSources.NONE).values();
    assertThat(values).containsEntry("bundle", "shapes-b").containsEntry("candidates", 16L);
    assertThat(values).doesNotContainKeys("prompts", "out", "budget", "steps", "held-out");
  }

  @Test
  void flagsBeatSetsBeatTheFile() throws IOException {
    Path file = write("c.conf", "batch = 2, wave = 2, steps = 2, spark.a = 2, spark.b = 2");
    JobSettings read =
        good(
            sources(
                Optional.of(file.toString()),
                List.of("wave=3", "steps=3", "spark.b=3"),
                Map.of("steps", "4"),
                Map.of()));
    assertThat(read.values())
        .containsEntry("batch", 2)
        .containsEntry("wave", 3)
        .containsEntry("steps", 4)
        .containsEntry("spark", Map.of("a", "2", "b", "3"));
  }

  @Test
  void ofCandidatesAndBudgetTheStrongerLayersCounts() throws IOException {
    Path file = write("c.conf", "budget = 640");
    assertThat(good(file(file)).values())
        .containsEntry("budget", 640L)
        .doesNotContainKey("candidates");
    JobSettings flagged =
        good(sources(Optional.of(file.toString()), List.of(), Map.of("candidates", "4"), Map.of()));
    assertThat(flagged.values()).containsEntry("candidates", 4L).doesNotContainKey("budget");
  }

  @Test
  void aFileMayIncludeItsNeighbourAndUseWhatItSaid() throws IOException {
    write("base.conf", "steps = 7");
    Path file = write("c.conf", "include \"base.conf\"\nbatch = ${steps}");
    assertThat(good(file(file)).values()).containsEntry("batch", 7);
    Path broken = write("d.conf", "include \"bse.conf\"");
    assertThat(problems(file(broken)))
        .singleElement()
        .asString()
        .contains("bse.conf: no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include \"http://127.0.0.1:9/c.conf\"",
        "include url(\"http://127.0.0.1:9/c.conf\")",
        "include required(url(\"file:/etc/c.conf\"))",
        "include \"s3a://bucket/c.conf\"",
        "include file(\"file:/etc/c.conf\")",
        "include classpath(\"reference-search.conf\")",
      })
  void anIncludeReachesForNothingButFilesBesideIt(String include) throws IOException {
    Path file = write("c.conf", "steps = 7\n# include nothing\n" + include + "\n");
    assertThat(problems(file(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": line 3: includes \"")
        .contains("expected the path of a file beside it");
    Path outer = write("outer.conf", "include \"c.conf\"");
    assertThat(problems(file(outer))).singleElement().asString().startsWith(file + ": line 3: ");
  }

  @Test
  void filesOfOtherDirectoriesAreIncludedByTheirPath() throws IOException {
    Files.createDirectories(directory.resolve("a"));
    Path base = write("base.conf", "steps = 7");
    Path up = write("a/up.conf", "include \"../base.conf\"");
    assertThat(good(file(up)).values()).containsEntry("steps", 7);
    Path named = write("a/named.conf", "include file(\"" + base + "\")");
    assertThat(good(file(named)).values()).containsEntry("steps", 7);
  }

  @Test
  void whatComesFromTheEnvironmentIsPrintedAsHoconThatTakesItFromThere() throws IOException {
    Path file =
        write(
            "c.conf",
            """
            bundle = ${PATH}
            features = "x-"${PATH}-y
            spark { a.b = ${PATH}, c = [${PATH}] }
            """);
    Redaction redaction = new Redaction();
    JobSettings read = ConfigReader.read(file(file), Configuration::new, redaction).settings();
    String text = ConfigText.of(redaction.settings(read.values()), redaction.variables());
    assertThat(text).doesNotContain(System.getenv("PATH")).contains("bundle = ${PATH}\n");
    assertThat(good(file(write("again.conf", text))).values()).isEqualTo(read.values());
  }

  @Test
  void theWordForASecretIsNotTakenForIt() throws IOException {
    Path file = write("c.conf", "steps = 7\nspark.a.secret = \"" + Redaction.WORD + "\"");
    assertThat(problems(file(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": line 2: key 'spark.a.secret' has \"" + Redaction.WORD + "\"");
  }

  @Test
  void secretsOfSparkMayStandElsewhere() throws IOException {
    Path secret = write("secret", "from a file\n");
    Map<String, List<String>> pairs =
        Map.of(
            "conf",
            List.of(
                "spark.a.secret=file:" + secret,
                "spark.a.token=env:PATH",
                "spark.jars=file:/x.jar",
                "spark.executorEnv.HOME=file:/home"));
    ConfigSources sources = sources(Optional.empty(), List.of(), Map.of(), pairs);
    JobSettings.Cluster cluster = good(sources).cluster();
    assertThat(cluster.sparkSettings())
        .isEqualTo(sources.sparkSettings())
        .containsOnly(
            Map.entry("spark.a.secret", "from a file"),
            Map.entry("spark.a.token", System.getenv("PATH")),
            Map.entry("spark.jars", "file:/x.jar"),
            Map.entry("spark.executorEnv.HOME", "file:/home"));
    assertThat(cluster.spark()).containsEntry("a.token", "env:PATH");
    List<String> wrong = List.of("spark.a.secret=file:/no/such", "spark.b.key=env:NO_SUCH");
    assertThat(problems(sources(Optional.empty(), List.of(), Map.of(), Map.of("conf", wrong))))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("spark.a.secret was \"file:/no/such\", expected a file"))
        .anyMatch(line -> line.startsWith("spark.b.key was \"env:NO_SUCH\", expected the name"));
  }

  @Test
  void whatTheProcessListShowsIsNoted() {
    Map<String, List<String>> pairs =
        Map.of(
            "conf",
            List.of("spark.a.secret=x", "spark.b.secret=env:PATH", "spark.authenticate=true"));
    ConfigSources sources =
        sources(Optional.empty(), List.of("spark.c.key=y", "seed=7"), Map.of(), pairs);
    assertThat(ConfigReader.read(sources, Configuration::new, new Redaction()).notes())
        .containsExactly(
            "the process list shows spark.a.secret; --conf spark.a.secret=env:NAME would not",
            "the process list shows spark.c.key; --conf spark.c.key=env:NAME would not");
  }

  @Test
  void aBatchIsANumberOrAuto() throws IOException {
    assertThat(good(file(write("a.conf", "batch = auto"))).search().execution().batch()).isEmpty();
    assertThat(problems(file(write("b.conf", "batch = most"))))
        .singleElement()
        .asString()
        .contains("key 'batch' was \"most\", expected auto or an integer from 1");
  }

  @Test
  void everyProblemNamesItsFileAndLineAndItsKey() throws IOException {
    Path file =
        write(
            "c.conf",
            """
            batch = []
            stesp = 3
            spark = 3
            seed = 1.5
            images = 1
            """);
    assertThat(problems(file(file)))
        .containsExactlyInAnyOrder(
            file + ": line 2: key 'stesp' is unknown; did you mean 'steps'?",
            file + ": line 1: key 'batch' was [], expected auto or an integer from 1 to 4096",
            file
                + ": line 3: key 'spark' was 3, expected options with names, each a text or a"
                + " number",
            file + ": line 4: key 'seed' was 1.5, expected an integer of 0 or more",
            file + ": line 5: key 'images' was 1, expected true or false");
    assertThat(wrong(file(file)))
        .extracting(Problem::key)
        .filteredOn(key -> !key.isEmpty())
        .containsExactlyInAnyOrder("batch", "spark", "seed", "images");
  }

  @Test
  void whatIsNotHoconIsToldWithItsLine() throws IOException {
    Path file = write("c.conf", "batch = 4\nspark {\n");
    assertThat(problems(file(file)))
        .singleElement()
        .asString()
        .startsWith(file + ": line 3: is not HOCON (");
    Path secret = write("e.conf", "batch = 4\nspark.a.secret = \"half a\" \"}hush\n");
    assertThat(problems(file(secret)))
        .singleElement()
        .asString()
        .startsWith(secret + ": line 2: is not HOCON; what stands there is not shown");
    Path unresolved = write("d.conf", "batch = ${no-such-key}");
    assertThat(problems(file(unresolved)))
        .singleElement()
        .asString()
        .startsWith(unresolved + ": line 1: is not HOCON (");
  }

  @Test
  void aFileOfThisMachineIsReadWithoutHadoop() throws IOException {
    Path included = write("more.conf", "steps = 7");
    Path file = write("c.conf", "include \"%s\"\nseed = 3".formatted(included.getFileName()));
    Supplier<Configuration> asleep =
        () -> {
          throw new AssertionError("Hadoop was woken");
        };
    JobSettings read = ConfigReader.read(file(file), asleep, new Redaction()).settings();
    assertThat(read.search().sampling().steps()).hasValue(7);
    assertThat(read.search().target().seed()).isEqualTo(3);
    ConfigSources elsewhere = sources(Optional.of("file:" + file), List.of(), Map.of(), Map.of());
    assertThat(catchThrowable(() -> ConfigReader.read(elsewhere, asleep, new Redaction())))
        .isInstanceOf(AssertionError.class);
  }

  private static JobSettings good(ConfigSources sources) {
    Configured read = ConfigReader.read(sources, Configuration::new, new Redaction());
    read.problems().throwIfAny();
    return read.settings();
  }

  private static List<String> problems(ConfigSources sources) {
    return wrong(sources).stream().map(Problem::sentence).toList();
  }

  private static List<Problem> wrong(ConfigSources sources) {
    return catchThrowableOfType(InvalidInputException.class, () -> good(sources)).problems();
  }

  private static ConfigSources file(Path file) {
    return sources(Optional.of(file.toString()), List.of(), Map.of(), Map.of());
  }

  private static ConfigSources sources(
      Optional<String> file,
      List<String> sets,
      Map<String, String> flags,
      Map<String, List<String>> pairs) {
    return new ConfigSources(Optional.empty(), file, sets, flags, pairs);
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      ordered.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return ordered;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
