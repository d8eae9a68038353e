package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.input.ShellWord;
import dev.prospector.driver.record.RunAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
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

  /** Something that happens to a run that has ended. */
  private interface Accident {
    void happenTo(Path run) throws IOException;
  }

  /**
   * An accident.
   *
   * @param file that it damages
   */
  private record Damage(String name, String file, Accident accident) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Damage> damages() {
    return List.of(
        new Damage("a part is deleted", "results/part-00001.parquet", Files::delete),
        new Damage("a part is cut", "results/part-00001.parquet", file -> cut(file, 5)),
        new Damage("a part has a flipped bit", "results/part-00000.parquet", DamagedRunTest::flip),
        new Damage(
            "another part lies there",
            "results/part-00000.parquet",
            file ->
                Files.copy(
                    file.resolveSibling("part-00001.parquet"),
                    file,
                    StandardCopyOption.REPLACE_EXISTING)),
        new Damage("first samples are deleted", "baseline/part-00001.parquet", Files::delete),
        new Damage("an image is deleted", "images/00003-1.png", Files::delete),
        new Damage("an image has a flipped bit", "images/00003-2.png", DamagedRunTest::flip),
        new Damage("a log is deleted", "log/wave=00000/round-001.parquet", Files::delete),
        new Damage("a log is cut", "log/wave=00001/round-000.parquet", file -> cut(file, 9)),
        new Damage(
            "a log has a flipped bit", "log/wave=00000/round-000.parquet", DamagedRunTest::flip),
        new Damage(
            "logs of another wave lie there",
            "log/wave=00000/round-001.parquet",
            file ->
                Files.copy(
                    file.resolveSibling("../wave=00001/round-001.parquet"),
                    file,
                    StandardCopyOption.REPLACE_EXISTING)),
        new Damage("a rounds commit is deleted", "log/wave=00000/round-001.json", Files::delete),
        new Damage(
            "a rounds commit has a flipped bit",
            "log/wave=00001/round-000.json",
            DamagedRunTest::flip),
        new Damage(
            "a round is deleted",
            "log/wave=00000/round-001.parquet",
            file -> {
              Files.delete(file);
              Files.delete(file.resolveSibling("round-001.json"));
            }),
        new Damage("a waves commit is deleted", "log/wave=00001/wave.json", Files::delete),
        new Damage(
            "a waves commit says what cannot be",
            "log/wave=00001/wave.json",
            file ->
                Files.writeString(
                    file,
                    Files.readString(file)
                        .replaceFirst("\"nfe_credited\" : \\d+", "\"nfe_credited\" : -5"))),
        new Damage("a waves commit is cut", "log/wave=00000/wave.json", file -> cut(file, 20)),
        new Damage(
            "a wave is gone", "_SUCCESS", file -> delete(file.resolveSibling("log/wave=00001"))),
        new Damage(
            "the record has another seed",
            "run.json",
            file ->
                Files.writeString(
                    file, Files.readString(file).replaceFirst("\"seed\" : \\d+", "\"seed\" : 43"))),
        new Damage("the record is deleted", "run.json", Files::delete),
        new Damage("the copy of the record is deleted", "log/_run.json", Files::delete),
        new Damage("the copy of the record is cut", "log/_run.json", file -> cut(file, 20)),
        new Damage("the last file is deleted", "_SUCCESS", Files::delete));
  }

  private static void cut(Path file, int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int bit = new SplittableRandom(file.getFileName().hashCode()).nextInt(8 * bytes.length);
    while (Character.isWhitespace(bytes[bit / 8])) {
      bit += 8; // White space between a commit's keys says nothing.
    }
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    Files.write(file, bytes);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @BeforeAll
  static void search() {
    calm = temporary.resolve("calm");
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
            "--out=" + calm);
    assertThat(run.exitCode()).as(String.join("\n", run.errors())).isEqualTo(ExitCode.DONE);
    assertThat(CommandLineRun.of("verify", calm.toString()).out()).contains("whole, done");
  }

  @ParameterizedTest
  @MethodSource("damages")
  void whatIsDamagedIsNamedAndMadeAgain(Damage damage) throws IOException {
    Path run = copy(calm, temporary.resolve(damage.name));
    damage.accident.happenTo(run.resolve(damage.file));

    CommandLineRun verified = CommandLineRun.of("verify", run.toString());
    assertThat(verified.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(verified.errors()).anyMatch(line -> line.contains(run.resolve(damage.file) + " "));

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
    Path run = copy(calm, temporary.resolve("report of " + damage.name));
    damage.accident.happenTo(run.resolve(damage.file));
    CommandLineRun report = CommandLineRun.of("report", run.toString());
    assertThat(report.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(report.errors())
        .allMatch(line -> line.contains("prospector resume " + ShellWord.quoted(run.toString())))
        .anyMatch(line -> line.contains(run.resolve(damage.file) + " "));
  }

  @Test
  void replayTellsWhyAPromptIsNowhere() throws IOException {
    Path run = copy(calm, temporary.resolve("nowhere"));
    Files.delete(run.resolve("log/wave=00001/wave.json"));
    CommandLineRun replay = CommandLineRun.of("replay", run.toString(), "--prompt=8");
    assertThat(replay.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(replay.errors()).anyMatch(line -> line.contains("wave=00001/wave.json is missing"));
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
