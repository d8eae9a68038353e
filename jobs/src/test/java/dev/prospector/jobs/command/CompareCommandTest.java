package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir static Path temporary;

  private static Path one;
  private static Path other;
  private static Path elsewhere;

  @BeforeAll
  static void search() throws IOException {
    one = search("one", "a red circle\na blue square\n", 0);
    other = search("other", "a red circle\na blue square\n", 1);
    elsewhere = search("elsewhere", "a green cross\n", 0);
  }

  private static Path search(String name, String prompts, int seed) throws IOException {
    Path out = temporary.resolve(name);
    CommandLineRun run =
        CommandLineRun.of(
            "search",
            "--prompts=" + Files.writeString(temporary.resolve(name + ".txt"), prompts),
            "--bundle=shapes-s",
            "--candidates=2",
            "--steps=1",
            "--held-out=composition",
            "--master=local[1]",
            "--seed=" + seed,
            "--out=" + out);
    assertThat(run.exitCode()).as(String.join("\n", run.errors())).isEqualTo(ExitCode.DONE);
    return out;
  }

  @Test
  void thePageIsWrittenAndNamed() throws IOException {
    Path page = temporary.resolve("page.html");
    CommandLineRun run =
        CommandLineRun.of("compare", one.toString(), other.toString(), "--out=" + page);
    assertThat(run.errors()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.out().strip()).isEqualTo(page.toString());
    assertThat(page).content().contains("<h1>2 runs over 2 prompts</h1>", one.toString());
  }

  @Test
  void whatOnlySomeOfThemHaveIsToldAndNotCompared() throws IOException {
    Path fewer = search("fewer", "a red circle\n", 2);
    Path page = temporary.resolve("fewer.html");
    CommandLineRun run =
        CommandLineRun.of("compare", one.toString(), fewer.toString(), "--out=" + page);
    assertThat(run.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(run.errors())
        .containsExactly(
            "prospector: note: 1 prompt compared, by id and text in all of them: %s has 2, %s has 1"
                .formatted(one, fewer));
    assertThat(page).content().contains(">Sampler<", ">euler<", ">Guidance<", ">Steps<");
  }

  @Test
  void aRunThatHasNothingYetSaysSo() throws IOException {
    Path running = Files.createDirectories(temporary.resolve("running/log"));
    Files.copy(one.resolve("log/_run.json"), running.resolve("_run.json"));
    Files.copy(one.resolve("log/_run.json"), running.resolveSibling("run.json"));
    assertThat(refused(one.toString(), running.getParent().toString()))
        .contains(running.getParent() + " has no images");
  }

  @Test
  void runsOfOtherPromptsAreRefused() {
    assertThat(refused(one.toString(), elsewhere.toString()))
        .contains("no prompt, by id and text, has an image in all of them")
        .contains(one + " has 2 prompts, the first \"1\" \"a red circle\"")
        .contains(elsewhere + " has 1 prompt, the first \"1\" \"a green cross\"");
  }

  @Test
  void whatIsNoComparisonIsRefused() {
    assertThat(refused(one.toString(), one + "/")).contains(one + "/ was given twice");
    assertThat(refused(Collections.nCopies(9, one.toString()).toArray(String[]::new)))
        .contains("9 runs were given, expected at most 8");
    assertThat(refused(one.toString(), temporary.toString())).contains("no run.json there");
    assertThat(refused(one.toString(), other.toString(), "--out=" + temporary))
        .contains("--out was " + temporary + ", expected a file");
    CommandLineRun alone = CommandLineRun.of("compare", one.toString());
    assertThat(alone.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(alone.errors())
        .containsExactly(
            "prospector: 'prospector compare' was given too few, expected at least 2 of RUN");
  }

  private static String refused(String... arguments) {
    List<String> line = new ArrayList<>(List.of("compare"));
    line.addAll(List.of(arguments));
    if (!arguments[arguments.length - 1].startsWith("--out")) {
      line.add("--out=" + temporary.resolve("refused.html"));
    }
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(temporary.resolve("refused.html")).doesNotExist();
    assertThat(run.errors()).hasSize(1);
    return run.errors().get(0);
  }
}
