package dev.prospector.jobs.config;

import static dev.prospector.jobs.config.Configurations.file;
import static dev.prospector.jobs.config.Configurations.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.engine.Placement;
import dev.prospector.executors.image.InitImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchConfigReaderTest {
  private static final SearchConfig DEFAULTS =
      new SearchConfig(
          new ModelConfig(
              "shapes-b", OptionalInt.empty(), OptionalInt.empty(), "", false, Optional.empty()),
          Optional.empty(),
          Optional.empty(),
          false,
          "random",
          Map.of(),
          "detector",
          new SearchTarget(List.of("detector"), WeightedSum.ofOne(), Optional.empty()),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          new BudgetSetting.Candidates(16),
          1,
          0,
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalDouble.empty(),
          OptionalInt.of(16),
          Placement.TOGETHER,
          1000,
          Optional.empty(),
          Map.of());

  /** Every component differs from its default. */
  private static final SearchConfig EVERYTHING =
      new SearchConfig(
          new ModelConfig(
              "models/sd",
              OptionalInt.of(768),
              OptionalInt.of(512),
              "blurry",
              true,
              Optional.of(new InitImage("image", 0.35))),
          Optional.of("p.csv"),
          Optional.of("s3a://b/run"),
          true,
          "zero-order",
          Map.ofEntries(
              Map.entry("neighbours", "4"),
              Map.entry("cosine", "0.9"),
              Map.entry("on-stall", "stop"),
              Map.entry("paths", "3"),
              Map.entry("path-width", "5"),
              Map.entry("path-sigma", "0.2"),
              Map.entry("path-forward", "0.7"),
              Map.entry("path-backward", "0.75"),
              Map.entry("prune-at", "0.2,0.6"),
              Map.entry("prune-keep", "0.5,0.4"),
              Map.entry("own", "x")),
          "ensemble(match,vlm)",
          new SearchTarget(List.of("match", "vlm"), new RankEnsemble(2), Optional.empty()),
          Map.of("vlm.model", "m"),
          Optional.of("shapes-features"),
          Optional.of(List.of("detector", "realism")),
          new BudgetSetting.Nfe(1280),
          3,
          1L << 40,
          Optional.of("heun"),
          OptionalInt.of(10),
          OptionalInt.of(30),
          OptionalDouble.of(7.5),
          OptionalInt.of(4),
          new Placement(Map.of("text_encoder", "cpu", "match", "gpu"), 512),
          10,
          Optional.of("spark://host:7077"),
          Map.of("spark.executor.memory", "8g"));

  @TempDir Path directory;

  @Test
  void theDefaultsAreTheRecordedOnes() {
    assertThat(read(ConfigSources.NONE)).isEqualTo(DEFAULTS);
  }

  @Test
  void everyKeyOfAFileReachesItsField() throws IOException {
    Path file =
        write(
            "all.conf",
            """
            bundle = models/sd
            height = 768
            width = 512
            negative-prompt = blurry
            unload-text-encoder = true
            init-image = image
            strength = 0.35
            prompts = p.csv
            out = "s3a://b/run"
            images = true
            algorithm = zero-order
            neighbours = 4
            cosine = 0.9
            on-stall = stop
            paths = 3
            path-width = 5
            path-sigma = 0.2
            path-forward = 0.7
            path-backward = 0.75
            prune-at = [0.2, 0.6]
            prune-keep = [0.5, 0.4]
            algorithm-options { own = x }
            verifier = "ensemble(match,vlm)"
            verifier-options { vlm { model = m } }
            features = shapes-features
            search-steps = 10
            held-out = [detector, realism]
            budget = 1280
            top-k = 3
            seed = 1099511627776
            sampler = heun
            steps = 30
            guidance = 7.5
            batch = 4
            devices { text_encoder = cpu, match = gpu }
            decode-tiles = 512
            wave = 10
            master = "spark://host:7077"
            spark { executor.memory = 8g }
            """);
    assertThat(read(file(file))).isEqualTo(EVERYTHING);
  }

  @Test
  void everyFlagReachesItsField() {
    Map<String, String> flags =
        Map.ofEntries(
            Map.entry("bundle", "models/sd"),
            Map.entry("height", "768"),
            Map.entry("width", "512"),
            Map.entry("negative-prompt", "blurry"),
            Map.entry("unload-text-encoder", "true"),
            Map.entry("init-image", "image"),
            Map.entry("strength", "0.35"),
            Map.entry("prompts", "p.csv"),
            Map.entry("out", "s3a://b/run"),
            Map.entry("images", "true"),
            Map.entry("algorithm", "zero-order"),
            Map.entry("neighbours", "4"),
            Map.entry("cosine", "0.9"),
            Map.entry("on-stall", "stop"),
            Map.entry("paths", "3"),
            Map.entry("path-width", "5"),
            Map.entry("path-sigma", "0.2"),
            Map.entry("path-forward", "0.7"),
            Map.entry("path-backward", "0.75"),
            Map.entry("prune-at", "0.2,0.6"),
            Map.entry("prune-keep", "0.5, 0.4"),
            Map.entry("algorithm-options.own", "x"),
            Map.entry("verifier", "ensemble(match,vlm)"),
            Map.entry("verifier-options.vlm.model", "m"),
            Map.entry("features", "shapes-features"),
            Map.entry("search-steps", "10"),
            Map.entry("held-out", "detector, realism"),
            Map.entry("budget", "1280"),
            Map.entry("top-k", "3"),
            Map.entry("seed", "1099511627776"),
            Map.entry("sampler", "heun"),
            Map.entry("steps", "30"),
            Map.entry("guidance", "7.5"),
            Map.entry("batch", "4"),
            Map.entry("devices.text_encoder", "cpu"),
            Map.entry("devices.match", "gpu"),
            Map.entry("decode-tiles", "512"),
            Map.entry("wave", "10"),
            Map.entry("master", "spark://host:7077"));
    List<String> conf = List.of("spark.executor.memory=8g");
    assertThat(read(new ConfigSources(Optional.empty(), List.of(), flags, conf)))
        .isEqualTo(EVERYTHING);
    List<String> sets =
        flags.entrySet().stream().map(flag -> flag.getKey() + "=" + flag.getValue()).toList();
    assertThat(read(new ConfigSources(Optional.empty(), sets, Map.of(), conf)))
        .isEqualTo(EVERYTHING);
  }

  @Test
  void flagsBeatSetsBeatTheFile() throws IOException {
    Path file = write("c.conf", "batch = 2, wave = 2, steps = 2, spark.a = 2, spark.b = 2");
    SearchConfig config =
        read(
            new ConfigSources(
                Optional.of(file.toString()),
                List.of("wave=3", "steps=3", "spark.b=3"),
                Map.of("steps", "4"),
                List.of()));
    assertThat(config.batch()).hasValue(2);
    assertThat(config.wave()).isEqualTo(3);
    assertThat(config.steps()).hasValue(4);
    assertThat(config.spark()).isEqualTo(Map.of("spark.a", "2", "spark.b", "3"));
  }

  @Test
  void ofCandidatesAndBudgetTheStrongerLayersCounts() throws IOException {
    Path file = write("c.conf", "budget = 640");
    assertThat(read(file(file)).allowance()).isEqualTo(new BudgetSetting.Nfe(640));
    SearchConfig flagged =
        read(
            new ConfigSources(
                Optional.of(file.toString()), List.of(), Map.of("candidates", "4"), List.of()));
    assertThat(flagged.allowance()).isEqualTo(new BudgetSetting.Candidates(4));
  }

  @Test
  void aFileMayIncludeItsNeighbourAndUseWhatItSaid() throws IOException {
    write("base.conf", "steps = 7");
    Path file = write("c.conf", "include \"base.conf\"\nbatch = ${steps}");
    assertThat(read(file(file)).batch()).hasValue(7);
    Path broken = write("d.conf", "include \"bse.conf\"");
    assertThatThrownBy(() -> read(file(broken)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bse.conf: no such file");
  }

  @Test
  void everyProblemNamesItsFileAndLine() throws IOException {
    Path file =
        write(
            "c.conf",
            """
            batch = []
            stesp = 3
            algorithm = radnom
            spark = 3
            held-out = [match, clip]
            seed = 1.5
            images = 1
            """);
    assertThatThrownBy(() -> read(file(file)))
        .hasMessageContaining(
            file + ": line 1: key 'batch' was [], expected auto or an integer from 1 to")
        .hasMessageContaining(file + ": line 2: key 'stesp' is unknown; did you mean 'steps'?")
        .hasMessageContaining(file + ": line 3: key 'algorithm' was \"radnom\", expected one of")
        .hasMessageContaining(file + ": line 4: key 'spark' was 3, expected a Spark setting")
        .hasMessageContaining(file + ": line 5: key 'held-out' was [\"match\",\"clip\"], expected")
        .hasMessageContaining(file + ": line 6: key 'seed' was 1.5, expected an integer")
        .hasMessageContaining(file + ": line 7: key 'images' was 1, expected true or false")
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.problems()).hasSize(7));
  }

  @Test
  void whatIsNotHoconIsToldWithItsLine() throws IOException {
    Path file = write("c.conf", "batch = 4\nspark {\n");
    assertThatThrownBy(() -> read(file(file)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": line 3: is not HOCON (");
    Path unresolved = write("d.conf", "batch = ${no-such-key}");
    assertThatThrownBy(() -> read(file(unresolved)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(unresolved + ": line 1: is not HOCON (");
  }

  @Test
  void anAllowanceInNfePaysForWholeCandidatesOnly() {
    assertThat(new BudgetSetting.Candidates(5).nfe(32, 0)).isEqualTo(160);
    assertThat(new BudgetSetting.Candidates(5).nfe(32, 250)).isEqualTo(410);
    assertThat(new BudgetSetting.Nfe(33).nfe(32, 0)).isEqualTo(33);
    assertThatThrownBy(() -> new BudgetSetting.Nfe(31).nfe(32, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("budget was 31 NFE per prompt, expected at least 32: one candidate costs 32");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
