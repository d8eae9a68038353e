package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code search --stop-at-knee}: a search that is ended by a verifier that only watches. */
class StopAtKneeCommandTest {
  @TempDir static Path temporary;

  @BeforeAll
  static void prompts() throws IOException {
    List<String> prompts = new ArrayList<>();
    for (String colour : List.of("red", "green", "blue", "yellow", "purple")) {
      for (String shape : List.of("circle", "square", "triangle", "cross")) {
        prompts.add("a %s %s".formatted(colour, shape));
        prompts.add("two %s %ss".formatted(colour, shape.replace("cross", "crosse")));
      }
    }
    Files.write(temporary.resolve("p.txt"), prompts);
  }

  private static CommandLineRun search(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--bundle=shapes-s",
                "--steps=6",
                "--prompts=" + temporary.resolve("p.txt")));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private static Set<Long> seeds(Path run, int round) throws IOException {
    Set<Long> seeds = new TreeSet<>();
    org.apache.hadoop.fs.Path log = RunFiles.directory(run).round(0, round);
    try (Rows<LoggedCandidate> rows = RoundLog.read(log, new Configuration())) {
      rows.stream().forEach(one -> seeds.add(one.lineage().seed()));
    }
    return seeds;
  }

  /** Whoever matches worst wins: more candidates make it worse from the first on. */
  @Test
  void aSearchThatPleasesItsVerifierAloneStopsAndItsWinnersAreOfBefore() throws IOException {
    Path out = temporary.resolve("worse");
    CommandLineRun run =
        search(
            "--verifier=sum(match:-1)",
            "--candidates=16",
            "--held-out=none",
            "--stop-at-knee=detector",
            "--out=" + out);
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.errors()).isEmpty();
    RunRecord record = RunFiles.record(out);
    assertThat(record.verifiers().heldOut()).containsExactly("detector");
    assertThat(record.totals().candidates()).isBetween(2 * 40L, 5 * 40L);
    assertThat(winners(out)).isSubsetOf(seeds(out, 0));
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("<dt>Stops</dt><dd>where detector of the winners falls beyond chance: after ")
        .contains(" NFE per prompt, and winners are of before</dd>")
        .contains("until detector falls");
  }

  private static Set<Long> winners(Path run) throws IOException {
    Set<Long> seeds = new TreeSet<>();
    Configuration conf = new Configuration();
    try (Stream<Path> parts = Files.list(run.resolve("results"))) {
      for (Path part : parts.filter(file -> file.toString().endsWith(".parquet")).toList()) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(part.toUri());
        try (Rows<ResultRow> rows = ResultFile.readWithoutImages(path, conf)) {
          rows.stream().forEach(row -> seeds.add(((ResultRow.Found) row).lineage().seed()));
        }
      }
    }
    return seeds;
  }

  @Test
  void whatCanTellNoKneeIsRefused() {
    refused("did you mean 'composition'?", "--stop-at-knee=compositon");
    refused("expected a verifier other than those that are searched", "--stop-at-knee=detector");
    refused("expected algorithm random, whose candidates are independent", "--algorithm=pruning");
    refused("by a verifier or a sum of them", "--verifier=pessimistic(detector,match:1)");
    refused("with 9 prompts in a wave, expected 20 or more", "--wave=9");
    refused("until and stop-at-knee were given, expected one of them", "--until=detector>=-0.1");
    refused(
        "mean-candidates and stop-at-knee were given, expected one of them", "--mean-candidates=4");
    refused(
        "expected algorithm random, zero-order or pruning by a verifier's score",
        "--search-steps=3");
  }

  private static void refused(String expected, String option) {
    List<String> words = new ArrayList<>(List.of("--out=" + temporary.resolve("refused"), option));
    if (!option.startsWith("--stop-at-knee")) {
      words.add("--stop-at-knee=composition");
    }
    CommandLineRun run = search(words.toArray(String[]::new));
    assertThat(run.exitCode()).as(option).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).anySatisfy(line -> assertThat(line).contains(expected));
  }
}
