package dev.prospector.driver.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundLogTest {
  private static final List<String> VERIFIERS = List.of("detector", "composition");
  private static final Cost COST = new Cost(20, 40, 1, 2, new Cost.Stages(1, 2, 3, 4, 5), 8);

  private final Configuration conf = new Configuration();

  private FileSystem files() throws IOException {
    return FileSystem.getLocal(conf);
  }

  @TempDir java.nio.file.Path directory;

  @Test
  void candidatesAndOutcomesAreReadBackForThePromptsNewOrdinal() throws IOException {
    Path file = file();
    List<Candidate> candidates = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      CandidateId id = new CandidateId(9, 2, i);
      Candidate first =
          Candidate.whole(
              new CandidateId(9, 1, i),
              NoiseLineage.fresh(i),
              new Leg(1, .3, 8),
              Readout.LAST_PREDICTION);
      Leg again = new Leg(new Leg.Renoise(.3, i), .9, i / 8.0, 8);
      Readout readout = i == 0 ? Readout.IMAGE : Readout.FRESH_PREDICTION;
      candidates.add(first.child(id, again, readout));
      outcomes.add(
          i == 3
              ? new Outcome.Failed(id, "the image is NaN", COST)
              : new Outcome.Scored(id, Scores.of(0.1 * i, Math.PI), Features.of(i, .5f), COST));
    }
    try (RoundLog.Writer writer = RoundLog.create(file, files(), VERIFIERS)) {
      for (int i = 0; i < 5; i++) {
        writer.write("id-9", candidates.get(i), outcomes.get(i));
      }
    }

    try (Rows<LoggedCandidate> rows = RoundLog.read(file, conf)) {
      List<LoggedCandidate> read = rows.stream().toList();
      assertThat(read).extracting(LoggedCandidate::promptId).containsOnly("id-9");
      assertThat(read).extracting(row -> row.candidate(9)).isEqualTo(candidates);
      assertThat(read).extracting(row -> row.outcome(9)).isEqualTo(outcomes);
      assertThat(read.get(0).candidate(4).id()).isEqualTo(new CandidateId(4, 2, 0));
    }
    assertThat(RoundLog.verifiers(file, conf)).isEqualTo(VERIFIERS);
  }

  @Test
  void anOutcomeOfAnotherCandidateIsRefused() throws IOException {
    Candidate candidate =
        Candidate.whole(
            new CandidateId(0, 0, 0), NoiseLineage.fresh(1), new Leg(1, 0, 8), Readout.IMAGE);
    Outcome other = new Outcome.Failed(new CandidateId(0, 0, 1), "x", COST);
    Outcome tooMany = new Outcome.Scored(candidate.id(), Scores.of(1, 2, 3), Features.NONE, COST);
    try (RoundLog.Writer writer = RoundLog.create(file(), files(), VERIFIERS)) {
      assertThatThrownBy(() -> writer.write("a", candidate, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("index=1")
          .hasMessageContaining("expected that of");
      assertThatThrownBy(() -> writer.write("a", candidate, tooMany))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("3 scores, expected one for each of [detector, composition]");
    }
  }

  private Path file() {
    return new Path(directory.resolve("round-000.parquet").toUri());
  }
}
