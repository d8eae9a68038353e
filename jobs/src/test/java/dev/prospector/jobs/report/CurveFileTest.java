package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problem;
import dev.prospector.driver.record.LoggedCandidate;
import dev.prospector.driver.record.RoundLog;
import dev.prospector.driver.record.Rows;
import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.jobs.report.SyntheticRun.Searched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveFileTest {
  private static final int CANDIDATES = 11;

  private final Configuration conf = new Configuration();

  @TempDir Path directory;

  @Test
  void eachLineTellsWhoLedThenByTheRunsOwnTarget() throws IOException {
    Searched searched =
        new Searched(
            "sum(match:-2,realism:1)",
            List.of("match", "realism"),
            (mine, all) -> mine[3] - 2 * mine[2]);
    RunDirectory run = SyntheticRun.shapes(6, CANDIDATES).searchedBy(searched).write(directory);
    List<JsonNode> lines = write(run);
    assertThat(lines).hasSize(6 * CANDIDATES);
    requireLeaders(
        run, lines, "sum(match:-2,realism:1)", s -> s.get("realism") - 2 * s.get("match"));
  }

  @Test
  void everyVerifierOfTheRunCanBeAskedForTheHeldOutToo() throws IOException {
    RunDirectory run = SyntheticRun.shapes(6, CANDIDATES).write(directory);
    List<JsonNode> lines = write(run, "realism", "sum(composition:3,match:1)", "realism");
    assertThat(lines).hasSize(2 * 6 * CANDIDATES);
    requireLeaders(run, lines, "realism", s -> s.get("realism"));
    requireLeaders(
        run, lines, "sum(composition:3,match:1)", s -> 3 * s.get("composition") + s.get("match"));
  }

  @Test
  void failedCandidatesHaveNoLine() throws IOException {
    RunDirectory run = SyntheticRun.shapes(6, CANDIDATES).withFailures(3).write(directory);
    assertThat(write(run)).hasSize(4 * CANDIDATES);
  }

  @Test
  void whatCannotBeAskedForIsToldAndNothingIsWritten() throws IOException {
    RunDirectory run = SyntheticRun.of(List.of("a"), 2, List.of("match"), 0).write(directory);
    assertThatThrownBy(() -> write(run, "mtch", "fid", "ensemble(match)"))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::sentence)
                    .containsExactly(
                        "--by was \"mtch\", expected verifiers of the run, one of detector, match;"
                            + " did you mean 'match'?",
                        "--by was \"fid\", expected verifiers (--by): under an oracle nobody leads"
                            + " before the end",
                        "--by was \"ensemble(match)\", expected an ensemble of two verifiers or"
                            + " more"));
    assertThat(directory.resolve("curve.jsonl")).doesNotExist();
    Path nowhere = directory.resolve("no/curve.jsonl");
    assertThatThrownBy(() -> CurveFile.write(run, List.of(), nowhere, conf))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("--curve " + nowhere + ": can't be written (NoSuchFileException)");
  }

  @Test
  void halfACurveIsTakenAway() throws IOException {
    RunDirectory run = SyntheticRun.shapes(6, CANDIDATES).write(directory);
    List<org.apache.hadoop.fs.Path> logs = RunCommits.of(run, conf).logs();
    Path last = Path.of(logs.get(logs.size() - 1).toUri().getPath());
    Files.write(last, Arrays.copyOf(Files.readAllBytes(last), 9));
    assertThatThrownBy(() -> write(run, "match")).hasMessageContaining(last.toString());
    assertThat(directory.resolve("curve.jsonl")).doesNotExist();
  }

  private List<JsonNode> write(RunDirectory run, String... by) throws IOException {
    Path file = directory.resolve("curve.jsonl");
    CurveFile.write(run, List.of(by), file, conf);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  /** Holds the lines of one target against the log, by the target's value written out. */
  private void requireLeaders(
      RunDirectory run,
      List<JsonNode> lines,
      String by,
      ToDoubleFunction<Map<String, Double>> value)
      throws IOException {
    Map<String, List<LoggedCandidate>> logged = new TreeMap<>();
    List<String> verifiers = List.of();
    for (org.apache.hadoop.fs.Path round : RunCommits.of(run, conf).logs()) {
      verifiers = RoundLog.verifiers(round, conf);
      try (Rows<LoggedCandidate> rows = RoundLog.read(round, conf)) {
        rows.forEachRemaining(
            row -> logged.computeIfAbsent(row.promptId(), id -> new ArrayList<>()).add(row));
      }
    }
    Map<String, Integer> images = new TreeMap<>();
    for (JsonNode line : lines) {
      if (!line.path("by").asText().equals(by)) {
        continue;
      }
      String prompt = line.path("prompt_id").asText();
      int n = images.merge(prompt, 1, Integer::sum);
      List<String> names = verifiers;
      LoggedCandidate leader =
          logged.get(prompt).subList(0, n).stream()
              .max(
                  Comparator.comparingDouble(
                          (LoggedCandidate one) -> value.applyAsDouble(scores(one, names)))
                      .thenComparing(one -> -one.round())
                      .thenComparing(one -> -one.index()))
              .orElseThrow();
      assertThat(line.path("images").asInt()).isEqualTo(n);
      assertThat(line.path("nfe").asLong()).isEqualTo(20L * n);
      assertThat(line.path("round").asInt()).isEqualTo(leader.round());
      assertThat(line.path("index").asInt()).isEqualTo(leader.index());
      Map<String, Double> told = new TreeMap<>();
      line.path("scores")
          .properties()
          .forEach(score -> told.put(score.getKey(), score.getValue().asDouble()));
      assertThat(told).isEqualTo(scores(leader, names));
    }
    assertThat(images)
        .hasSize(logged.size())
        .allSatisfy((p, n) -> assertThat(n).isEqualTo(CANDIDATES));
  }

  private static Map<String, Double> scores(LoggedCandidate one, List<String> verifiers) {
    Map<String, Double> scores = new TreeMap<>();
    for (int v = 0; v < verifiers.size(); v++) {
      scores.put(verifiers.get(v), one.scores().of(v));
    }
    return scores;
  }
}
