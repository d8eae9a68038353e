package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.record.RunAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run has lost is found, named, and made again as it was. */
class DamagedRunTest {
  @TempDir static Path temporary;

  private static Path calm;
  private static Path other;

  static List<Damage> damages() {
    return Damage.all(() -> other);
  }

  @BeforeAll
  static void search() {
    calm = search("calm", 0);
    other = search("other", 1);
    assertThat(CommandLineRun.of("verify", calm.toString()).out()).contains("whole, done");
  }

  private static Path search(String name, int seed) {
    Path out = temporary.resolve(name);
    CommandLineRun run =
        CommandLineRun.of(
            "search",
            "--bundle=shapes-s",
            "--algorithm=zero-order",
            "--candidates=4",
            "--neighbours=3",
            "--steps=2",
            "--top-k=2",
            "--wave=7",
            "--images",
            "--held-out=composition",
            "--master=local[2]",
            "--seed=" + seed,
            "--out=" + out);
    assertThat(run.exitCode()).as(String.join("\n", run.errors())).isEqualTo(ExitCode.DONE);
    return out;
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatIsDamagedIsNamedAndMadeAgain(Damage damage) throws IOException {
    Path run = copy(calm, temporary.resolve(damage.name()));
    damage.happenTo(run);

    CommandLineRun verified = CommandLineRun.of("verify", run.toString());
    assertThat(verified.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(verified.errors()).anyMatch(line -> line.contains(run.resolve(damage.file()) + " "));

    assertThat(CommandLineRun.of("resume", run.toString(), "--master=local[2]").exitCode())
        .isEqualTo(ExitCode.DONE);
    assertThat(CommandLineRun.of("verify", run.toString()).errors()).isEmpty();
    assertThat(RunFiles.results(run)).usingRecursiveComparison().isEqualTo(RunFiles.results(calm));
    assertThat(RunFiles.names(run)).isEqualTo(RunFiles.names(calm));
    assertThat(RunFiles.record(run).totals().nfeCredited())
        .isEqualTo(RunFiles.record(calm).totals().nfeCredited());
  }

  @ParameterizedTest
  @MethodSource("damages")
  void reportReadsNothingThatIsDamaged(Damage damage) throws IOException {
    Path run = copy(calm, temporary.resolve("report of " + damage.name()));
    damage.happenTo(run);
    String page = "--out=" + temporary.resolve("compare.html");
    for (CommandLineRun read :
        List.of(
            CommandLineRun.of("report", run.toString()),
            CommandLineRun.of("compare", other.toString(), run.toString(), page))) {
      assertThat(read.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(read.errors())
          .filteredOn(line -> !line.matches("prospector: and \\d+ more"))
          .allMatch(line -> line.contains("prospector resume " + ShellWord.quoted(run.toString())))
          .anyMatch(line -> line.contains(run.resolve(damage.file()) + " "));
    }
  }

  @Test
  void aRunMayBeNamedByARelativePath() throws IOException {
    Path absolute = copy(calm, temporary.resolve("relative"));
    Path run = Path.of("").toAbsolutePath().relativize(absolute);
    assertThat(CommandLineRun.of("verify", run.toString()).out()).contains("whole, done");
    assertThat(CommandLineRun.of("report", run.toString()).exitCode()).isEqualTo(ExitCode.DONE);
    Path part = absolute.resolve("results/part-00009.parquet");
    Files.copy(absolute.resolve("results/part-00000.parquet"), part);
    assertThat(CommandLineRun.of("verify", run.toString()).errors())
        .contains(
            "prospector: %s/results/part-00009.parquet is in no commit of the run".formatted(run));
    assertThat(CommandLineRun.of("resume", run.toString(), "--master=local[2]").errors()).isEmpty();
    assertThat(part).doesNotExist();
    assertThat(CommandLineRun.of("verify", run.toString()).out()).contains("whole, done");
  }

  @Test
  void replayTellsWhyAPromptIsNowhere() throws IOException {
    Path run = copy(calm, temporary.resolve("nowhere"));
    Files.delete(run.resolve("log/wave=00001/_wave.json"));
    CommandLineRun replay = CommandLineRun.of("replay", run.toString(), "--prompt=8");
    assertThat(replay.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(replay.errors()).anyMatch(line -> line.contains("wave=00001/_wave.json is missing"));
  }

  @Test
  void theRecordOfAnotherRunIsRefused() throws IOException {
    Path run = copy(calm, temporary.resolve("two records"));
    Files.copy(
        other.resolve("run.json"), run.resolve("run.json"), StandardCopyOption.REPLACE_EXISTING);
    for (String command : List.of("verify", "resume", "report")) {
      CommandLineRun refused = CommandLineRun.of(command, run.toString());
      assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.errors())
          .singleElement()
          .asString()
          .contains("run.json: is of another run than");
    }
  }

  /** Of every file that says something, hundreds of single bits, one after the other. */
  @Test
  void noFlippedBitIsOverlooked() throws IOException {
    Path run = copy(calm, temporary.resolve("flipped"));
    Configuration conf = new Configuration();
    SplittableRandom random = new SplittableRandom(12);
    try (Stream<Path> walked = Files.walk(run)) {
      for (Path file : walked.filter(DamagedRunTest::isCommitted).toList()) {
        byte[] whole = Files.readAllBytes(file);
        int flips = file.toString().endsWith(".png") ? 4 : 40;
        for (int flip = 0; flip < flips; flip++) {
          byte[] bytes = whole.clone();
          int bit = random.nextInt(8 * bytes.length);
          bytes[bit / 8] ^= (byte) (1 << bit % 8);
          Files.write(file, bytes);
          assertThat(RunAudit.of(RunFiles.directory(run), conf))
              .as("bit %d of %s", bit, file)
              .containsOnlyKeys(run.relativize(file).toString());
        }
        Files.write(file, whole);
      }
    }
  }

  private static boolean isCommitted(Path file) {
    return file.toString().endsWith(".parquet") || file.toString().endsWith(".png");
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
    return to;
  }
}
