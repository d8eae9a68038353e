package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code calibrate --caution}, and a search by what it wrote. */
class CautionCommandTest {
  private static final int PROMPTS = 120;

  @TempDir static Path temporary;
  private static Path model;
  private static CommandLineRun learnt;

  @BeforeAll
  static void learn() throws IOException {
    List<String> prompts = Files.readAllLines(Path.of("../conf/prompts/shapes-bench.txt"));
    Files.write(temporary.resolve("p.txt"), prompts.subList(0, PROMPTS));
    assertThat(search("run", 4).errors()).isEmpty();
    model = temporary.resolve("caution.json");
    learnt =
        CommandLineRun.of(
            "calibrate", temporary.resolve("run").toString(), "--caution", "--out=" + model);
  }

  private static CommandLineRun search(String out, int steps, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--bundle=shapes-s",
                "--steps=" + steps,
                "--candidates=1",
                "--held-out=none",
                "--prompts=" + temporary.resolve("p.txt"),
                "--out=" + temporary.resolve(out)));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void ofTheFirstSamplesThatItLearntFromNineteenInTwentyAreUsual() throws IOException {
    assertThat(learnt.errors()).isEmpty();
    assertThat(learnt.out()).contains("120 first samples by shapes-features, shrinkage 0.");
    CommandLineRun again =
        search(
            "again",
            4,
            "--verifier=sum(match:1,caution:0.5)",
            "--verifier-option=caution.model=" + model);
    assertThat(again.errors()).isEmpty();
    long usual = 0;
    for (int wave = 0; wave < 2; wave++) {
      org.apache.hadoop.fs.Path log = RunFiles.directory(temporary.resolve("again")).round(wave, 0);
      try (Rows<LoggedCandidate> rows = RoundLog.read(log, new Configuration())) {
        usual += rows.stream().filter(one -> one.scores().of(1) == 0).count();
      }
    }
    // Files hold images in 256 levels, so who stood at the border may have crossed it.
    assertThat(usual).isBetween((long) (.93 * PROMPTS), (long) (.97 * PROMPTS));
    assertThat(RunFiles.record(temporary.resolve("again")).configuration().toString())
        .as("the model stands in the run")
        .contains("whitening");
  }

  @Test
  void ofOtherImagesItIsRefused() {
    CommandLineRun other =
        search(
            "other",
            5,
            "--verifier=sum(match:1,caution:0.5)",
            "--verifier-option=caution.model=" + model);
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.errors())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("verifier 'caution' was learnt with steps 4 and not 5; expected"));
  }

  @Test
  void whatCannotBeLearntIsRefused() {
    CommandLineRun both =
        CommandLineRun.of("calibrate", temporary.resolve("run").toString(), "--caution", "--looks");
    assertThat(both.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(both.errors())
        .anySatisfy(line -> assertThat(line).contains("--looks and --caution were given"));
  }
}
