package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.prospector.executors.settings.Key;
import dev.prospector.executors.settings.Settings;
import dev.prospector.jobs.config.JobSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Configuration in HOCON, and flags. */
class ConfigurationFuzzTest {
  /** All but where a run goes. */
  private static final List<Key> KEYS =
      Settings.keys(JobSettings.class).stream().filter(key -> !key.name().equals("out")).toList();

  private static final List<String> VALUES =
      List.of(
          "1",
          "0",
          "-1",
          "0.5",
          "1e9",
          "42",
          "true",
          "auto",
          "none",
          "shapes-s",
          "random",
          "zero-order",
          "paths",
          "detector",
          "match",
          "fid",
          "vlm",
          "self",
          "euler",
          "heun",
          "ensemble(detector,match)",
          "sum(detector:1,match:0.5)",
          "detector>=-0.1",
          "local[2]");

  private static final String GOOD =
      """
      bundle = shapes-s // as it lies on the class path
      algorithm = zero-order, candidates = 16
      steps = 4 # few
      seed : 7
      verifier = "ensemble(detector,match)"
      held-out = ["composition"]
      sampler = ${?SAMPLER}
      spark { executor.memory = 1g, "ui.enabled" = false }
      """;

  /** Commands that compute nothing of what is not there. */
  private static final List<String> COMMANDS =
      List.of(
          "search", "resume", "replay", "report", "compare", "verify", "noise", "models inspect");

  private static List<byte[]> experiments() throws IOException {
    List<byte[]> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../conf/experiments"))) {
      for (Path file : files.sorted().toList()) {
        all.add(Files.readAllBytes(file));
      }
    }
    all.add(GOOD.getBytes(UTF_8));
    all.add(GOOD.lines().limit(3).collect(joining("\n")).getBytes(UTF_8));
    return all;
  }

  @Test
  void configurationsEndWellOrAreRefused() throws IOException {
    List<byte[]> valid = experiments();
    Fuzz.files(
        "hocon",
        (random, directory) -> {
          byte[] made =
              random.nextBoolean()
                  ? ByteMutations.edited(random, valid)
                  : object(random, 3).getBytes(UTF_8);
          Path file = Files.write(directory.resolve("c.conf"), made);
          return Planned.search(directory, "--config=" + file);
        });
  }

  /** Keys, mostly ours, and what HOCON can say of them. */
  private static String object(SplittableRandom random, int levels) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Key key = one(random, KEYS);
      boolean isAsItShouldBe = random.nextInt(3) > 0;
      text.append(isAsItShouldBe ? key.name() : key(random))
          .append(isAsItShouldBe ? " = " : one(random, List.of(" : ", " ", " += ", "\n=")))
          .append(isAsItShouldBe ? expected(random, key) : value(random, levels))
          .append(one(random, List.of("\n", "\r\n", ", ", " # so\n", " // so\n", "")));
    }
    return text.toString();
  }

  /** A value of the key's kind. */
  private static String expected(SplittableRandom random, Key key) {
    return switch (key.kind()) {
      case INTEGER -> one(random, List.of("1", "2", "4", "64", "auto"));
      case NUMBER, NUMBERS -> one(random, List.of("0", "0.5", "1", "7"));
      case TRUTH -> one(random, List.of("true", "false"));
      case TEXTS -> one(random, List.of("none", "match", "detector,match"));
      case OPTIONS -> "{}";
      case TEXT -> key.words().isEmpty() ? one(random, VALUES) : one(random, key.words());
    };
  }

  private static String key(SplittableRandom random) {
    String key = one(random, KEYS).name();
    return switch (random.nextInt(12)) {
      case 0 -> ByteMutations.token(random);
      case 1 -> '"' + key + '"';
      case 2 -> key + "." + random.nextInt(3);
      case 3 -> "spark.executor.memory";
      default -> key;
    };
  }

  private static String value(SplittableRandom random, int levels) {
    if (levels == 0) {
      return one(random, VALUES);
    }
    return switch (random.nextInt(12)) {
      case 0 -> ByteMutations.token(random);
      case 1 -> JsonMutations.number(random).asText();
      case 2 -> "{" + object(random, levels - 1) + "}";
      case 3 -> "[" + value(random, levels - 1) + "," + value(random, levels - 1) + "]";
      case 4 -> "${" + key(random) + "}";
      case 5 -> "${?" + key(random) + "} " + value(random, levels - 1);
      case 6 -> "\"\"\"" + ByteMutations.token(random) + "\"\"\"";
      case 7 -> "null";
      default -> one(random, VALUES);
    };
  }

  @Test
  void settingsOnTheCommandLineEndWellOrAreRefused() throws IOException {
    Fuzz.files(
        "set",
        (random, directory) -> {
          List<String> words = Planned.search(directory);
          for (int i = random.nextInt(4); i >= 0; i--) {
            Key key = one(random, KEYS);
            String value = random.nextBoolean() ? expected(random, key) : value(random, 2);
            words.add(
                switch (random.nextInt(3)) {
                  case 0 -> "--set=" + key(random) + "=" + value;
                  case 1 -> "--set=" + key.name() + "=" + value;
                  default -> "--" + key.flag() + "=" + value;
                });
          }
          return words;
        });
  }

  @Test
  void wordsOfTheCommandLineEndWellOrAreRefused() throws IOException {
    Fuzz.flags(
        "words",
        (random, directory) -> {
          List<String> words = new ArrayList<>(List.of(one(random, COMMANDS).split(" ")));
          if (List.of("search", "replay", "noise").contains(words.get(0))) {
            words.add("--out=" + directory.resolve("out"));
          }
          if (words.get(0).equals("search")) {
            words.add("--print-config");
          }
          for (int i = random.nextInt(5); i > 0; i--) {
            words.add(word(random));
          }
          return words;
        });
  }

  private static String word(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> ByteMutations.token(random);
      case 1 -> "--" + ByteMutations.token(random);
      case 2 -> "--" + one(random, KEYS).flag();
      case 3 ->
          one(random, List.of("--shape", "--seed", "--lineage", "--prompt", "--rank=x", "--"));
      case 4 -> "@/dev/zero";
      default -> one(random, VALUES);
    };
  }
}
