package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.calibration.Calibration;
import dev.prospector.driver.record.ResultFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.bundle.HadoopFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
  private static final int PROMPTS = 24;
  private static final int CANDIDATES = 4;
  private static final Configuration CONF = new Configuration();

  @TempDir static Path temporary;

  private static Path prompts;
  private static Path run;

  @BeforeAll
  static void search() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String colour : List.of("red", "blue", "green", "yellow")) {
      for (String shape : List.of("circle", "square", "triangle")) {
        lines.add("a " + colour + " " + shape);
        lines.add("three " + colour + " " + shape + "s");
      }
    }
    assertThat(lines).hasSize(PROMPTS);
    prompts = Files.write(temporary.resolve("prompts.txt"), lines);
    run = search("run", "--top-k=" + CANDIDATES);
  }

  private static Path search(String name, String... more) {
    Path out = temporary.resolve(name);
    List<String> words =
        new ArrayList<>(
            List.of(
                "search",
                "--prompts=" + prompts,
                "--bundle=shapes-s",
                "--candidates=" + CANDIDATES,
                "--steps=6",
                "--held-out=composition,realism",
                "--master=local[2]",
                "--out=" + out));
    words.addAll(List.of(more));
    CommandLineRun search = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(search.exitCode()).as(String.join("\n", search.errors())).isEqualTo(ExitCode.DONE);
    return out;
  }

  private static CommandLineRun calibrate(String... more) {
    List<String> words = new ArrayList<>(List.of("calibrate", "--targets=0.5,0.7,0.9999"));
    words.addAll(List.of(more));
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  private static Calibration calibrated(Path file, String... more) {
    String[] words = Arrays.copyOf(more, more.length + 2);
    words[more.length] = run.toString();
    words[more.length + 1] = "--out=" + file;
    CommandLineRun calibrated = calibrate(words);
    assertThat(calibrated.errors()).isEmpty();
    assertThat(calibrated.exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(calibrated.out())
        .startsWith("detector by ")
        .contains(
            PROMPTS + " prompts with " + CANDIDATES + " candidates each", "0.5 ", file.toString());
    return Calibration.read(file.toString(), new HadoopFiles(CONF));
  }

  @Test
  void searchesStopAtTheMarkThatWasFound() throws IOException {
    Path file = temporary.resolve("calibration.json");
    Calibration calibration = calibrated(file, "--judge=composition");
    double mark = calibration.mark(.5).orElseThrow().mark();
    Path out = search("until", "--until=@" + file + ":0.5");
    Files.delete(file);
    RunRecord record = RunRecordFile.read(new RunDirectory(path(out)), CONF);
    assertThat(record.configuration().path("until").asText()).isEqualTo("detector>=" + mark);
    CommandLineRun again = CommandLineRun.of("resume", out.toString(), "--master=local[1]");
    assertThat(again.exitCode()).as(String.join("\n", again.errors())).isEqualTo(ExitCode.DONE);
  }

  /** Who says of all images what the verifier says finds the same marks. */
  @Test
  void peopleAreBelievedLikeVerifiers() throws IOException {
    Calibration byVerifier = calibrated(temporary.resolve("v.json"), "--judge=composition");
    List<String> csv = new ArrayList<>(List.of("prompt_id,rank,is right"));
    List<String> json = new ArrayList<>();
    for (Path part : parts()) {
      try (Rows<ResultRow> rows = ResultFile.readWithoutImages(path(part), CONF)) {
        while (rows.hasNext()) {
          ResultRow.Found found = (ResultRow.Found) rows.next();
          boolean right = found.scores().get("composition") == 1;
          csv.add("%s,%d,%s".formatted(found.promptId(), found.rank(), right ? "Yes" : "no"));
          json.add(
              "{\"prompt_id\": \"%s\", \"rank\": %d, \"is right\": %s}"
                  .formatted(found.promptId(), found.rank(), right));
        }
      }
    }
    assertThat(json).hasSize(PROMPTS * CANDIDATES);
    for (Path table :
        List.of(
            Files.write(temporary.resolve("judged.csv"), csv),
            Files.write(temporary.resolve("judged.jsonl"), json))) {
      Calibration byPeople =
          calibrated(temporary.resolve("p.json"), "--judge-column=is right", "--judged=" + table);
      assertThat(byPeople.judge()).isEqualTo("judged:is right");
      assertThat(byPeople.marks()).isEqualTo(byVerifier.marks());
      assertThat(byPeople.missed()).isEqualTo(byVerifier.missed());
    }
  }

  private static List<Path> parts() throws IOException {
    return RunCommits.of(new RunDirectory(path(run)), CONF).results().stream()
        .map(part -> Path.of(part.toUri().getPath()))
        .toList();
  }

  private static org.apache.hadoop.fs.Path path(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  @Test
  void judgesThatCanNotBeBelievedAreRefused() throws IOException {
    assertThat(refused("--judge=clip>=0.3")).contains("judge was clip", "has no scores", "realism");
    assertThat(refused("--judge=detector>=0")).contains("judge was detector, whose own score");
    assertThat(refused("--judge=composition>1")).contains("judge was \"composition>1\", expected");
    assertThat(refused("--judge=realism>=1e9")).contains("judge realism>=1e9 calls none of");
    assertThat(refused("--judge=realism>=-1e9")).contains("calls all of");
    assertThat(refused("--judge=composition", "--by=match")).contains("--by was match");
    assertThat(refused("--judge=composition", "--targets=1"))
        .contains("--targets was \"1\", expected numbers above 0 and below 1");
    assertThat(refused()).contains("--judge was not given and --judge-column not given");
    assertThat(refused("--judge-column=x")).contains("--judged not given, expected both");
    assertThat(refused("--judge-column=x", "--judged=none.csv")).contains("none.csv: no such file");
  }

  @Test
  void tablesThatCanNotBeReadAreRefused() throws IOException {
    assertThat(judged("prompt,x\na,yes\n")).contains("expected 'prompt_id' among them");
    assertThat(judged("prompt_id,y\n1,yes\n")).contains("has nothing in column 'x'");
    assertThat(judged("prompt_id,x\n1,maybe\n"))
        .contains("row 1: x was \"maybe\", expected yes or no, true or false, 1 or 0");
    assertThat(judged("prompt_id,rank,x\n1,0,yes\n"))
        .contains("row 1: rank was \"0\", expected a whole number from 1");
    assertThat(judged("prompt_id,x\n1,yes\n1,no\n")).contains("row 2: prompt_id was \"1\"");
    assertThat(judged("prompt_id,rank,x\n1,5,yes\n77,1,no\n"))
        .contains("names rank 5 of prompt \"1\" and 1 more, expected images of the run's results");
    assertThat(judged("prompt_id,rank,x\n1,1,yes\n2,1,no\n2,2,\n"))
        .contains("saw 2 of the images that lead a prompt's search, expected at least 20");
  }

  private static String judged(String table) throws IOException {
    Path file = Files.writeString(temporary.resolve("table.csv"), table);
    return refused("--judge-column=x", "--judged=" + file);
  }

  @Test
  void runsThatCanNotBeCalibratedAreRefused() {
    Path other = search("others", "--algorithm=zero-order", "--verifier=ensemble(detector,match)");
    CommandLineRun without =
        calibrate(other.toString(), "--judge=composition", "--out=" + temporary.resolve("no.json"));
    assertThat(without.errors())
        .singleElement()
        .asString()
        .contains("was searched by ensemble(detector,match), expected --by");
    CommandLineRun zeroOrder =
        calibrate(
            other.toString(),
            "--judge=composition",
            "--by=detector",
            "--out=" + temporary.resolve("no.json"));
    assertThat(zeroOrder.errors())
        .singleElement()
        .asString()
        .contains("is of algorithm zero-order, expected random");
    assertThat(temporary.resolve("no.json")).doesNotExist();
  }

  private static String refused(String... more) {
    List<String> words = new ArrayList<>(List.of(run.toString()));
    words.add("--out=" + temporary.resolve("refused.json"));
    words.addAll(List.of(more));
    CommandLineRun refused = calibrate(words.toArray(String[]::new));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(temporary.resolve("refused.json")).doesNotExist();
    return String.join("\n", refused.errors());
  }
}
