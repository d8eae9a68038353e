package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/noise.md is complete: what it says draws a run's images again, in PyTorch alone. The
 * interpreter is {@code python3}, or what {@code PROSPECTOR_PYTHON} names; without PyTorch the test
 * is skipped.
 */
class ReplayScriptTest {
  private static final String PYTHON =
      Optional.ofNullable(System.getenv("PROSPECTOR_PYTHON")).orElse("python3");

  @TempDir Path temporary;

  @BeforeEach
  void torchIsThere() throws InterruptedException {
    String found;
    try {
      found = python("-c", "import torch, pyarrow, PIL");
    } catch (IOException e) {
      found = e.getMessage();
    }
    if (!found.isEmpty()) {
      System.err.println("SKIPPED: docs/replay.py does not run: " + found);
    }
    assumeTrue(found.isEmpty(), found);
  }

  @Test
  void neighboursUnderAStochasticSamplerWithGuidance() throws Exception {
    assertThat(
            replayed(
                "--algorithm=zero-order",
                "--candidates=12",
                "--steps=5",
                "--guidance=2",
                "--sampler=euler-ancestral"))
        .hasSize(2)
        .allMatch(line -> line.matches("prompt . rank 1: [01] of 255 apart"));
  }

  @Test
  void promptsThatAreLedAwayFromSomethingOfTheirOwn() throws Exception {
    Path prompts = temporary.resolve("prompts.csv");
    Files.writeString(
        prompts, "prompt,negative_prompt\na red circle,blue square\ntwo blue squares,\n");
    assertThat(
            replayed(
                "--prompts=" + prompts, "--candidates=4", "--guidance=3", "--negative-prompt=red"))
        .hasSize(2)
        .allMatch(line -> line.matches("prompt . rank 1: [01] of 255 apart"));
  }

  @Test
  void pathsOfManyLegsWhoseLevelsAreNotTheTrajectorys() throws Exception {
    assertThat(replayed("--algorithm=paths", "--candidates=24", "--steps=7", "--top-k=2"))
        .hasSize(4)
        .allMatch(line -> line.matches("prompt . rank [12]: [01] of 255 apart"));
  }

  private List<String> replayed(String... how) throws IOException, InterruptedException {
    Path run = temporary.resolve("run");
    List<String> search = new ArrayList<>(List.of("search", "--bundle=shapes-s", "--out=" + run));
    search.addAll(List.of(how));
    if (search.stream().noneMatch(word -> word.startsWith("--prompts="))) {
      search.addAll(List.of("--prompt=a red circle", "--prompt=two blue squares"));
    }
    assertThat(CommandLineRun.of(search.toArray(String[]::new)).exitCode())
        .isEqualTo(ExitCode.DONE);
    String bundle = "../executors/src/main/resources/bundles/shapes-s";
    return python("../docs/replay.py", run.toString(), bundle).lines().toList();
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder python = new ProcessBuilder(PYTHON);
    python.command().addAll(List.of(arguments));
    python.environment().put("OMP_NUM_THREADS", "1");
    Process process = python.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said.strip();
  }
}
