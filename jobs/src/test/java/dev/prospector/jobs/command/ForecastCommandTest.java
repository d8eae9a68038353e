package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.Promise;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code search --dry-run} and {@code --like}: what a search will cost and give. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForecastCommandTest {
  private static final String PROMPTS =
      """
      a red circle
      two blue squares
      three yellow crosses
      a green cross left of a red square
      a purple triangle
      four red squares
      """;

  @TempDir static Path temporary;

  private Path pilot;

  @BeforeEach
  void pilot() throws IOException {
    if (pilot == null) {
      Files.writeString(temporary.resolve("p.txt"), PROMPTS);
      pilot = temporary.resolve("pilot");
      CommandLineRun run =
          search("--candidates=4", "--held-out=composition", "--out=" + pilot, "--seed=3");
      assertThat(run.errors()).isEmpty();
    }
  }

  private static CommandLineRun search(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--bundle=shapes-s",
                "--steps=4",
                "--verifier=detector",
                "--prompts=" + temporary.resolve("p.txt")));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private List<LoggedCandidate> candidates() throws IOException {
    org.apache.hadoop.fs.Path log = RunFiles.directory(pilot).round(0, 0);
    try (Rows<LoggedCandidate> rows = RoundLog.read(log, new Configuration())) {
      return rows.stream().toList();
    }
  }

  private Map<String, Double> bestByPrompt() throws IOException {
    Map<String, Double> best = new TreeMap<>();
    candidates().forEach(one -> best.merge(one.promptId(), one.scores().of(0), Math::max));
    return best;
  }

  @Test
  void aDryRunTellsFromAnEarlierRunAndWritesNothing() throws IOException {
    Path out = temporary.resolve("dry");
    CommandLineRun dry = search("--candidates=4", "--like=" + pilot, "--dry-run", "--out=" + out);
    assertThat(dry.exitCode()).isEqualTo(ExitCode.DONE);
    double best =
        bestByPrompt().values().stream().mapToDouble(score -> score).average().orElseThrow();
    assertThat(dry.out())
        .contains("6 prompts of 4 candidates each\n")
        .containsPattern("candidates +4 a prompt, at most 4\n")
        .containsPattern("NFE +96 of 6 prompts together\n")
        .containsPattern("time +\\d.* of one slot at .* ms a candidate")
        .containsPattern("candidates +NFE +detector +composition\n")
        .containsPattern("4 +16 +%.3f \\(".formatted(best));
    assertThat(out).doesNotExist();
  }

  @Test
  void withoutAnEarlierRunItSaysWhatWouldTell() {
    CommandLineRun dry = search("--dry-run", "--out=" + temporary.resolve("dry"));
    assertThat(dry.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(dry.out()).contains("--like RUN").contains("--pilot N");
    assertThat(temporary.resolve("dry")).doesNotExist();
  }

  @Test
  void theRunKeepsWhatWasPromisedAndItsPageShowsWhatCame() throws IOException {
    Path out = temporary.resolve("promised");
    String[] options = {
      "--until=detector>=-0.3", "--candidates=4", "--held-out=none", "--like=" + pilot
    };
    String[] again = Arrays.copyOf(options, options.length + 1);
    again[options.length] = "--out=" + out;
    CommandLineRun run = search(again);
    assertThat(run.errors()).isEmpty();
    RunRecord record = RunFiles.record(out);
    Promise promise = record.promise();
    assertThat(promise.like()).endsWith("/pilot");
    assertThat(promise.candidates().mean()).isBetween(1.0, 4.0);
    assertThat(promise.nfe().mean()).isCloseTo(promise.candidates().mean() * 6 * 4, within(1e-9));
    assertThat(promise.reached()).isNotNull();
    assertThat(promise.scores()).containsOnlyKeys("detector", "composition");
    String page = Files.readString(out.resolve("report.html"));
    assertThat(page)
        .contains("<dt>Promised, NFE</dt>")
        .contains("; came " + record.totals().nfeCredited() + "</dd>")
        .contains("<dt>Promised, the mark</dt>")
        .contains("<dt>Promised, detector</dt>")
        .doesNotContain("<dt>Promised, composition</dt>")
        .contains("for everybody, as many as here on average, bring");

    Files.delete(out.resolve("_SUCCESS"));
    CommandLineRun resumed = CommandLineRun.of("resume", out.toString());
    assertThat(resumed.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(RunFiles.record(out).promise()).isEqualTo(promise);
  }

  @Test
  void whatTellsNothingOfTheSearchIsRefused() {
    refused("can't tell of this search: steps: the run has 4, now it is 5", "--steps=5");
    refused(
        "has no scores by \"match\", expected them since it is searched by", "--verifier=match");
    refused(
        "has no scores by \"realism\", expected them since it is searched by",
        "--verifier=ensemble(detector,realism)");
    refused("can't tell of fid, expected verifiers: an oracle chooses", "--verifier=fid");
    refused("can't tell of a search with search-steps", "--search-steps=2");
    refused("can't tell of this search: sampler: the run has ", "--sampler=heun");
    refused("bundle: the run has shapes-s, now it is shapes-b", "--bundle=shapes-b");
    refused("can't tell of algorithm zero-order, expected random", "--algorithm=zero-order");
    refused(
        "has no scores by \"match\", expected them since until names it",
        "--until=match>=0.9",
        "--held-out=match");
    refused(
        "has 4 candidates a prompt, expected 64, as many as this search may draw",
        "--until=detector>=-0.1",
        "--candidates=64",
        "--top-k=2");
    refused("no run.json there, expected a run's directory", "--like=" + temporary);
  }

  @Test
  void marksThatDecideNothingAreRefused() {
    String scores = " where they have -[0-9.]+ to -?[0-9.]+; expected one that some reach";
    refusedAs(
        "none of its 24 candidates reaches the mark, detector>=5\\.0" + scores,
        "--until=detector>=5",
        "--candidates=4");
    refusedAs(
        "each of its 24 candidates reaches the mark, detector>=-1000\\.0" + scores,
        "--until=detector>=-1000",
        "--candidates=4");
  }

  /** Whatever the earlier run was searched by: it has scores by these. */
  @Test
  void anEnsembleOfItsVerifiersIsTold() {
    for (String verifier :
        List.of("ensemble(detector,composition)", "pessimistic(detector,composition:1)")) {
      List<String> line =
          new ArrayList<>(
              List.of("search", "--bundle=shapes-s", "--steps=4", "--verifier=" + verifier));
      line.addAll(List.of("--prompts=" + temporary.resolve("p.txt"), "--held-out=none"));
      line.addAll(List.of("--candidates=4", "--like=" + pilot, "--dry-run"));
      CommandLineRun dry = CommandLineRun.of(line.toArray(String[]::new));
      assertThat(dry.errors()).isEmpty();
      assertThat(dry.out()).containsPattern("candidates +NFE +detector +composition\n");
    }
  }

  @Test
  void aSharedBudgetIsToldWithoutAnInterval() {
    CommandLineRun dry =
        search("--candidates=4", "--mean-candidates=2.5", "--like=" + pilot, "--dry-run");
    assertThat(dry.errors()).isEmpty();
    assertThat(dry.out())
        .containsPattern("candidates +2\\.5 a prompt, at most 4\n")
        .containsPattern("NFE +60 of 6 prompts together\n");
  }

  @Test
  void aRunThatStoppedAtSomeTellsNothing() throws IOException {
    double[] first =
        candidates().stream()
            .filter(one -> one.index() == 0)
            .mapToDouble(one -> one.scores().of(0))
            .sorted()
            .toArray();
    Path stopped = temporary.resolve("stopped");
    CommandLineRun run =
        search(
            "--until=detector>=" + first[first.length / 2],
            "--seed=3",
            "--candidates=4",
            "--held-out=none",
            "--out=" + stopped);
    assertThat(run.errors()).isEmpty();
    refused("candidates, expected a run that gave all of them as many", "--like=" + stopped);
  }

  @Test
  void aPilotIsARunOfItsOwn() throws IOException {
    Path out = temporary.resolve("large");
    String[] options = {
      "--until=detector>=-0.3", "--candidates=64", "--held-out=composition", "--out=" + out
    };
    String[] first = Arrays.copyOf(options, options.length + 2);
    first[options.length] = "--dry-run";
    first[options.length + 1] = "--pilot=5";
    CommandLineRun dry = search(first);
    assertThat(dry.errors()).isEmpty();
    assertThat(dry.out())
        .contains("large-pilot: 5 prompts of 8 candidates each\n")
        .containsPattern("reached +by .* of the prompts")
        .contains("* extrapolated");
    assertThat(out).doesNotExist();
    Path own = temporary.resolve("large-pilot");
    assertThat(CommandLineRun.of("resume", own.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(RunFiles.record(own).totals().candidates()).isEqualTo(40);
  }

  @Test
  void pilotsThatTellNothingAreRefused() {
    refused(
        "--pilot was 7, expected an integer from 5 to the number of prompts, which is 6",
        "--pilot=7",
        "--like=");
    refused("--pilot was 4, expected an integer from 5", "--pilot=4", "--like=");
    refused("expected it with --dry-run, and with neither --like nor --resume", "--pilot=5");
    refused(
        "--pilot can't tell of algorithm pruning, expected random",
        "--pilot=5",
        "--algorithm=pruning",
        "--like=");
  }

  private void refused(String complaint, String... more) {
    refusedAs(Pattern.quote(complaint), more);
  }

  private void refusedAs(String pattern, String... more) {
    List<String> words = new ArrayList<>(List.of("--dry-run"));
    if (List.of(more).stream().noneMatch(word -> word.startsWith("--like"))) {
      words.add("--like=" + pilot);
    }
    words.addAll(List.of(more));
    words.remove("--like="); // For none.
    // Flags are given once: those of the pilot give way.
    List<String> flags = new ArrayList<>(List.of("search"));
    for (String usual :
        List.of(
            "--bundle=shapes-s",
            "--steps=4",
            "--verifier=detector",
            "--prompts=" + temporary.resolve("p.txt"))) {
      String name = usual.substring(0, usual.indexOf('=') + 1);
      if (words.stream().noneMatch(word -> word.startsWith(name))) {
        flags.add(usual);
      }
    }
    flags.addAll(words);
    CommandLineRun run = CommandLineRun.of(flags.toArray(String[]::new));
    assertThat(run.exitCode()).as(pattern).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(String.join("\n", run.errors())).containsPattern(pattern);
  }
}
