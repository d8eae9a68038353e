package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.ResultRow.Found;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.executors.candidate.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Winners that differ, all the way through Spark to the page. */
class DiverseWinnersTest {
  private static final Pattern SENTENCE =
      Pattern.compile(
          "winners score (\\S+) on average and look like (\\S+) different images; its best by"
              + " score alone would score (\\S+) and look like (\\S+) ");

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"detector", "pessimistic(detector,match)"})
  void thePageSaysWhatWasPaidForWinnersThatDiffer(String verifier) throws IOException {
    Path plain = search("best", verifier);
    Path unweighted = search("unweighted", verifier, "--diverse=0");
    assertThat(RunFiles.results(unweighted))
        .usingRecursiveComparison()
        .isEqualTo(RunFiles.results(plain));

    List<Found> best = winners(plain);
    Path run = search("two", verifier, "--master=local[2]", "--diverse=2");
    Path alone = search("one", verifier, "--master=local[1]", "--diverse=2");
    assertThat(RunFiles.results(alone)).usingRecursiveComparison().isEqualTo(RunFiles.results(run));
    List<Found> differing = winners(run);
    assertThat(differing).hasSameSizeAs(best);
    for (int i = 0; i < best.size(); i++) {
      assertThat(differing.get(i).promptId()).isEqualTo(best.get(i).promptId());
      assertThat(differing.get(i).rank()).isEqualTo(best.get(i).rank());
      assertThat(differing.get(i).score()).isLessThanOrEqualTo(best.get(i).score());
    }
    Matcher sentence = SENTENCE.matcher(Files.readString(run.resolve("report.html")));
    assertThat(sentence.find()).isTrue();
    assertThat(sentence.group(1)).isEqualTo(score(differing));
    assertThat(sentence.group(3)).isEqualTo(score(best));
    double vendi = Double.parseDouble(sentence.group(2));
    assertThat(vendi).isBetween(Double.parseDouble(sentence.group(4)), 3.0);
    assertThat(SENTENCE.matcher(Files.readString(plain.resolve("report.html"))).find()).isFalse();
  }

  private static String score(List<Found> winners) {
    double mean = winners.stream().mapToDouble(Found::score).average().orElseThrow();
    return String.format(Locale.ROOT, "%.4f", mean);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--diverse=0.5 | diverse was 0.5 with top-k 1, expected top-k from 2 to 64",
        "--diverse=1 --top-k=65 --candidates=70 | with top-k 65, expected top-k from 2 to 64",
        "--diverse=1 --top-k=2 --search-steps=2 | expected neither an oracle, nor search-steps",
        "--diverse=-1 --top-k=2 | --diverse was \"-1\", expected a number of 0 or more",
        "--diverse=1 --top-k=2 --verifier=fid | expected algorithm random and top-k 1",
      })
  void whatItCannotBeUsedWithIsTold(String flags, String complaint) {
    List<String> words = new ArrayList<>(List.of("search", "--out=" + temporary.resolve("no")));
    words.addAll(List.of(flags.split(" ")));
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(run.errors()).singleElement().asString().contains(complaint);
    assertThat(temporary.resolve("no")).doesNotExist();
  }

  /** Rounds enough that images are sorted out, of pools that hold more than win. */
  @Test
  void ofManyRoundsTheImagesOfAllThatCanWinAreHeld() throws IOException {
    Path run = search("rounds", "detector", "--algorithm=zero-order", "--diverse=1");
    assertThat(winners(run)).hasSize(9).extracting(Found::rank).contains(1, 2, 3);
  }

  /** Survivors of looks differ too; all of it is in the log, so that a run goes on the same way. */
  @Test
  void atTheLooksOfPruningSurvivorsDiffer() throws IOException {
    Path best = search("zero", "detector", "--algorithm=pruning", "--diverse=0");
    Path two = search("p2", "detector", "--algorithm=pruning", "--diverse=3", "--master=local[2]");
    Path one = search("p1", "detector", "--algorithm=pruning", "--diverse=3", "--master=local[1]");
    assertThat(RunFiles.results(one)).usingRecursiveComparison().isEqualTo(RunFiles.results(two));
    assertThat(firstLook(best)).allMatch(look -> look.features().isEmpty());
    assertThat(firstLook(two)).noneMatch(look -> look.features().isEmpty());
    assertThat(survivors(two)).hasSameSizeAs(survivors(best)).isNotEqualTo(survivors(best));
  }

  private static List<Outcome.Scored> firstLook(Path run) throws IOException {
    return logged(run, 0).stream().map(row -> (Outcome.Scored) row.outcome(0)).toList();
  }

  private static List<List<Object>> survivors(Path run) throws IOException {
    return logged(run, 1).stream()
        .map(row -> List.<Object>of(row.promptId(), row.candidate(0).parent()))
        .toList();
  }

  private static List<LoggedCandidate> logged(Path run, int round) throws IOException {
    Path log = run.resolve("log/wave=00000/round-%03d.parquet".formatted(round));
    List<LoggedCandidate> rows = new ArrayList<>();
    try (var logged =
        RoundLog.read(new org.apache.hadoop.fs.Path(log.toUri()), new Configuration())) {
      logged.forEachRemaining(rows::add);
    }
    return rows;
  }

  private Path search(String name, String verifier, String... flags) throws IOException {
    Path prompts = temporary.resolve("p.txt");
    Files.writeString(prompts, "a red circle\ntwo blue squares\na green cross\n");
    Path out = temporary.resolve(name);
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--bundle=shapes-s",
                "--prompts=" + prompts,
                "--candidates=20",
                "--steps=4",
                "--top-k=3",
                "--verifier=" + verifier,
                "--held-out=composition",
                "--out=" + out));
    words.addAll(List.of(flags));
    CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    return out;
  }

  private static List<Found> winners(Path run) throws IOException {
    Configuration conf = new Configuration();
    List<Found> winners = new ArrayList<>();
    for (org.apache.hadoop.fs.Path part : RunCommits.of(RunFiles.directory(run), conf).results()) {
      try (Rows<ResultRow> rows = ResultFile.read(part, conf)) {
        rows.forEachRemaining(row -> winners.add((Found) row));
      }
    }
    return winners;
  }
}
