package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Run directories that somebody hands in. */
class RunFuzzTest {
  @TempDir static Path temporary;

  private static Path whole;

  @BeforeAll
  static void search() throws IOException {
    whole = temporary.resolve("run");
    Path prompts =
        Files.writeString(temporary.resolve("p.txt"), "a red circle\ntwo blue squares\n");
    Commands.End end =
        Commands.execute(
            List.of(
                "search",
                "--bundle=shapes-s",
                "--prompts=" + prompts,
                "--algorithm=zero-order",
                "--candidates=4",
                "--steps=1",
                "--master=local[1]",
                "--out=" + whole));
    assertThat(end).isEqualTo(new Commands.End(0, List.of()));
  }

  /**
   * Exit code 3 is a judgement too: that files are not those of the commits, or not drawn again.
   */
  @Test
  void runsAreReadOrRefused() throws IOException {
    Fuzz.judging(
        "run",
        (random, directory) -> {
          String run = damaged(random, directory).toString();
          return one(
              random,
              List.of(
                  List.of("report", run),
                  List.of("report", run, "--curve=" + run + "/curve.jsonl"),
                  List.of("compare", run, whole.toString(), "--out=" + run + "/compare.html"),
                  List.of("verify", run),
                  List.of("replay", run, "--prompt=1"),
                  // The unknown key is complained of with whatever else is wrong.
                  List.of("resume", run, "--set=nothing=1")));
        });
  }

  private static Path damaged(SplittableRandom random, Path directory) throws IOException {
    FuzzedRun run = FuzzedRun.like(whole, directory.resolve("out"));
    if (random.nextBoolean()) {
      Path file = one(random, run.files(".json"));
      byte[] made = JsonMutations.edited(random, Files.readString(file));
      if (random.nextInt(4) > 0) {
        run.seal(file, made);
      } else {
        Files.write(file, made);
      }
    } else {
      Path file = one(random, run.files(".parquet"));
      run.commit(
          file,
          random.nextBoolean()
              ? ByteMutations.edited(random, List.of(Files.readAllBytes(file)))
              : retold(random, file));
    }
    return run.directory();
  }

  /** The same rows by other lineages, legs and ids. */
  private static byte[] retold(SplittableRandom random, Path file) throws IOException {
    String column = one(random, List.of("lineage", "lineage", "legs", "prompt_id"));
    return RetoldRows.of(
        file,
        column,
        told ->
            switch (column) {
              case "lineage" -> LineageFuzzTest.lineage(random);
              case "legs" -> new String(JsonMutations.edited(random, told), UTF_8);
              default -> ByteMutations.token(random);
            });
  }
}
