package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code search --resume} as schedulers repeat it, whatever has become of what it once read. */
class RepeatedSearchTest {
  @TempDir Path temporary;

  private Path run;
  private Path prompts;

  @BeforeEach
  void prompts() throws IOException {
    run = temporary.resolve("run");
    prompts = Files.writeString(temporary.resolve("p.txt"), "a red circle\n");
  }

  private CommandLineRun repeat(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--resume",
                "--bundle=shapes-s",
                "--prompts=" + prompts,
                "--candidates=1",
                "--steps=1",
                "--held-out=none",
                "--out=" + run));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void aRunThatIsDoneNeedsItsPromptsNoMore() throws IOException {
    assertThat(repeat().exitCode()).isEqualTo(ExitCode.DONE);
    List<String> left = RunFiles.names(run);
    byte[] before = Files.readAllBytes(run.resolve("run.json"));
    Files.delete(prompts);

    CommandLineRun again = repeat();
    assertThat(again.errors()).isEmpty();
    assertThat(again.exitCode()).isEqualTo(ExitCode.DONE);
    CommandLineRun other = repeat("--seed=7");
    assertThat(other.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(other.errors())
        .singleElement()
        .asString()
        .endsWith("can't be resumed with: seed: the run has 0, now it is 7");
    assertThat(RunFiles.names(run)).isEqualTo(left);
    assertThat(Files.readAllBytes(run.resolve("run.json"))).isEqualTo(before);

    Files.writeString(prompts, "a blue cross\n");
    CommandLineRun changed = repeat();
    assertThat(changed.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(changed.errors())
        .singleElement()
        .asString()
        .contains("can't be resumed with: prompts: the run has 1 with fingerprint");
  }

  @Test
  void whatIsMissingOfARunThatWasDoneNeedsThem() throws IOException {
    assertThat(repeat().exitCode()).isEqualTo(ExitCode.DONE);
    Files.delete(prompts);
    Files.delete(run.resolve("_SUCCESS"));
    CommandLineRun again = repeat();
    assertThat(again.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(again.errors()).singleElement().asString().contains(prompts + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"format\": 6}", "hello", "[1, 2"})
  void aRecordThatIsNotOursIsLeftAsItIs(String foreign) throws IOException {
    Path file = Files.writeString(Files.createDirectory(run).resolve("run.json"), foreign);
    CommandLineRun refused = repeat();
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .contains(run + ": holds a run or other files already");
    assertThat(Files.readString(file)).isEqualTo(foreign);
    assertThat(RunFiles.names(run)).containsExactly("", "run.json");
  }

  @Test
  void aPlaceThatCannotBeReachedIsToldOnce() {
    CommandLineRun refused =
        CommandLineRun.of(
            "search", "--resume", "--out=s3a://bucket/run", "--prompts=s3a://b/p.txt");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .contains("s3a://bucket/run: ", "hadoop-aws and its SDK");
  }
}
