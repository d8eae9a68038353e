package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateLooksTest {
  @TempDir static Path temporary;

  private static Path looked;
  private static Path model;

  @BeforeAll
  static void calibrate() throws IOException {
    looked = temporary.resolve("looked");
    done(search(looked, "--prune-keep=1,1", "--seed=1"));
    model = temporary.resolve("looks.json");
    CommandLineRun run =
        CommandLineRun.of("calibrate", "--looks", looked.toString(), "--out=" + model);
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("candidates; of prompts that were left out");
    assertThat(run.out().lines().filter(line -> line.contains("correlation"))).hasSize(2);
  }

  /** By categories, as the prompts' file has them. */
  private static CommandLineRun search(Path out, String... more) throws IOException {
    Path prompts = temporary.resolve("p.csv");
    StringBuilder csv = new StringBuilder("id,prompt,category\n");
    for (String colour : List.of("red", "blue", "green", "yellow", "purple")) {
      for (String shape : List.of("circle", "cross", "square")) {
        csv.append("one %s %s,a %s %s,single\n".formatted(colour, shape, colour, shape));
        csv.append("two %s %s,two %s %ss,counting\n".formatted(colour, shape, colour, shape));
      }
    }
    Files.writeString(prompts, csv.toString().replace("crosss", "crosses"));
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--prompts=" + prompts,
                "--bundle=shapes-s",
                "--algorithm=pruning",
                "--verifier=detector",
                "--held-out=none",
                "--candidates=6",
                "--out=" + out));
    words.addAll(List.of(more));
    if (words.stream().noneMatch(word -> word.startsWith("--steps"))) {
      words.add("--steps=5");
    }
    if (words.stream().noneMatch(word -> word.startsWith("--master"))) {
      words.add("--master=local[2]");
    }
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private static void done(CommandLineRun run) {
    assertThat(run.exitCode()).as(String.join("\n", run.errors())).isEqualTo(ExitCode.DONE);
  }

  private static void refused(CommandLineRun run, String sentence) {
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).singleElement().asString().contains(sentence);
  }

  @Test
  void theSameRunGivesTheSameModel() throws IOException {
    Path again = temporary.resolve("again.json");
    done(CommandLineRun.of("calibrate", "--looks", looked.toString(), "--out=" + again));
    assertThat(again).hasSameTextualContentAs(model);
    assertThat(model).content().contains("category counting").contains("\"steps\" : \"5\"");
  }

  @Test
  void promptsGoOnWithFewerAndTheSameWinOnAnyClusterAndAfterALoss() throws IOException {
    Path fixed = temporary.resolve("fixed");
    done(search(fixed));
    Path copy = Files.copy(model, temporary.resolve("copy.json"));
    Path pruned = temporary.resolve("pruned");
    done(search(pruned, "--look-model=" + copy, "--prune-margin=2", "--wave=15"));
    assertThat(RunFiles.record(pruned).totals().nfeCredited())
        .isLessThan(RunFiles.record(fixed).totals().nfeCredited());
    assertThat(pruned.resolve("report.html")).content().contains("looks that were calibrated");

    Path one = temporary.resolve("one");
    done(search(one, "--look-model=" + copy, "--prune-margin=2", "--wave=15", "--master=local[1]"));
    assertThat(RunFiles.results(one))
        .usingRecursiveComparison()
        .isEqualTo(RunFiles.results(pruned));

    Files.delete(copy); // The run holds what it needs.
    Files.delete(one.resolve("_SUCCESS"));
    Files.delete(one.resolve("log/wave=00001/_wave.json"));
    Files.delete(one.resolve("log/wave=00001/_round-002.json"));
    done(CommandLineRun.of("resume", one.toString()));
    assertThat(RunFiles.results(one))
        .usingRecursiveComparison()
        .isEqualTo(RunFiles.results(pruned));
    assertThat(RunFiles.record(one).totals().nfeCredited())
        .isEqualTo(RunFiles.record(pruned).totals().nfeCredited());
  }

  @Test
  void aModelOfAnotherSearchIsRefused() throws IOException {
    Path out = temporary.resolve("refused");
    String given = "--look-model=" + model;
    refused(search(out, given, "--steps=6"), "look-model was trained with steps 5 and not 6");
    refused(search(out, given, "--sampler=heun"), "look-model was trained with sampler ");
    refused(search(out, given, "--prune-at=0.5"), "which looks after [3] of 5 steps, expected");
    refused(search(out, "--look-model=nowhere.json"), "look-model: nowhere.json: can't be read");
    refused(
        search(out, "--look-model=" + temporary.resolve("p.csv")),
        "expected a look model as 'prospector calibrate --looks' writes it");
    assertThat(out).doesNotExist();
  }

  @Test
  void aRunThatSaysNothingOfEndsIsRefused() throws IOException {
    Path file = temporary.resolve("none.json");
    Path halves = temporary.resolve("halves");
    done(search(halves, "--prune-keep=0.5,0.5"));
    refused(
        CommandLineRun.of("calibrate", "--looks", halves.toString(), "--out=" + file),
        "have an end, expected all: a run of algorithm pruning with prune-keep 1 for each look");
    Path random = temporary.resolve("random");
    done(
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--candidates=1",
            "--steps=1",
            "--held-out=none",
            "--out=" + random));
    refused(
        CommandLineRun.of("calibrate", "--looks", random.toString(), "--out=" + file),
        "its algorithm was random, expected pruning");
    assertThat(file).doesNotExist();
  }
}
