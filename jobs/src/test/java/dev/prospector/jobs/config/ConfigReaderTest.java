package dev.prospector.jobs.config;

import static dev.prospector.jobs.config.Reading.file;
import static dev.prospector.jobs.config.Reading.good;
import static dev.prospector.jobs.config.Reading.problems;
import static dev.prospector.jobs.config.Reading.sources;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      top-k = 3
      diverse = 0.5
      seed = 1099511627776
      budget = 1280
      until = "detector>=-0.1"
      give-up = 0.05
      mean-candidates = 4.5
      price = 0.01
      stop-at-knee = composition
      sampler = heun
      sampler-options { churn = 1 }
      steps = 30
      search-steps = 10
      search-dtype = bfloat16
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
          Map.entry("prompts", "p.csv"),
          Map.entry("prompt-column", "words"),
          Map.entry("id-column", "key"),
          Map.entry("columns", List.of("tag", "note")),
          Map.entry("out", "s3a://b/run"),
          Map.entry("bundle", "models/sd"),
          Map.entry("height", 768),
          Map.entry("width", 512),
          Map.entry("negative-prompt", "blurry"),
          Map.entry("init-image", "image"),
          Map.entry("strength", 0.35),
          Map.entry("algorithm", "zero-order"),
          Map.entry("algorithm-options", Map.of("own", "x")),
          Map.entry("verifier", "ensemble(match,vlm)"),
          Map.entry("verifier-options", Map.of("vlm.model", "m")),
          Map.entry("verifier-bundles", Map.of("pick", "models/p")),
          Map.entry("features", "shapes-features"),
          Map.entry("held-out", List.of("detector", "realism")),
          Map.entry("top-k", 3),
          Map.entry("diverse", 0.5),
          Map.entry("seed", 1L << 40),
          Map.entry("budget", 1280L),
          Map.entry("until", "detector>=-0.1"),
          Map.entry("give-up", 0.05),
          Map.entry("mean-candidates", 4.5),
          Map.entry("price", 0.01),
          Map.entry("stop-at-knee", "composition"),
          Map.entry("sampler", "heun"),
          Map.entry("sampler-options", Map.of("churn", "1")),
          Map.entry("steps", 30),
          Map.entry("search-steps", 10),
          Map.entry("search-dtype", "bfloat16"),
          Map.entry("guidance", 7.5),
          Map.entry("batch", 4),
          Map.entry("devices", Map.of("text_encoder", "cpu", "match", "gpu")),
          Map.entry("decode-tiles", 512),
          Map.entry("wave", 10),
          Map.entry("unload-text-encoder", true),
          Map.entry("images", true),
          Map.entry("master", "spark://host:7077"),
          Map.entry("spark", Map.of("executor.memory", "8g")));

  @TempDir Path directory;

  @Test
  void everyKeyOfAFileIsRead() throws IOException {
    JobSettings read = good(file(write("all.conf", EVERYTHING)));
    assertThat(read.values()).containsExactlyEntriesOf(VALUES);
    // Of two keys that say the same in different units one is there; "prompt" goes without
    // "prompts".
    assertThat(VALUES.keySet())
        .containsExactlyElementsOf(
            JobSettings.keys().stream()
                .map(key -> key.name())
                .filter(name -> !Set.of("candidates", "total-budget", "prompt").contains(name))
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
  void aBatchIsANumberOrAuto() throws IOException {
    assertThat(good(file(write("a.conf", "batch = auto"))).search().execution().batch()).isEmpty();
    assertThat(problems(file(write("b.conf", "batch = most"))))
        .singleElement()
        .asString()
        .contains("key 'batch' was \"most\", expected auto or an integer from 1");
  }

  @SafeVarargs
  private static Map<String, Object> ordered(Map.Entry<String, ?>... entries) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (Map.Entry<String, ?> entry : entries) {
      ordered.put(entry.getKey(), entry.getValue());
    }
    return ordered;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
