package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.RankEnsemble;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.jobs.report.Progress.Finished;
import dev.prospector.jobs.report.Progress.Lead;
import dev.prospector.jobs.report.SyntheticRun.Searched;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CurveTest {
  // In SyntheticRun's order of scores.
  private static final int DETECTOR = 0;
  private static final int MATCH = 2;
  private static final int REALISM = 3;

  private final Configuration conf = new Configuration();

  @TempDir java.nio.file.Path directory;

  @Test
  void theSearchedScoreOfTheLeaderNeverFalls() {
    Random random = new Random(3);
    List<Progress> prompts = new ArrayList<>();
    for (int p = 0; p < 20; p++) {
      Progress progress = new Progress(WeightedSum.ofOne());
      for (int c = 0; c < 37 + p; c++) {
        progress.image(image(progress, random.nextGaussian(), random.nextGaussian()), 10);
      }
      prompts.add(progress);
    }
    List<Curve.Point> points = Curve.of(prompts, 2).points();
    assertThat(points).extracting(Curve.Point::count).containsExactly(1, 2, 4, 8, 16, 32, 56);
    assertThat(points).extracting(point -> point.scores().get(0).mean()).isSorted();
    assertThat(points).extracting(Curve.Point::nfe).isSorted();
  }

  @Test
  void heldOutScoresAreThoseOfTheLeader() {
    Progress prompt = new Progress(WeightedSum.ofOne());
    prompt.image(image(prompt, 1, 50), 10);
    prompt.image(image(prompt, 3, 20), 10);
    prompt.image(image(prompt, 3, 90), 10);
    prompt.image(image(prompt, 2, 70), 10);
    assertThat(prompt.after(0)).isEqualTo(lead(10, 0, 1, 50));
    assertThat(prompt.after(1)).isEqualTo(lead(20, 1, 3, 20));
    // Of equals, the earlier leads.
    assertThat(prompt.after(2)).isEqualTo(lead(40, 1, 3, 20));
  }

  @Test
  void candidatesGivenUpCostButDoNotLead() {
    Progress prompt = new Progress(WeightedSum.ofOne());
    prompt.spend(5);
    prompt.image(image(prompt, 1), 10);
    prompt.spend(7);
    assertThat(prompt.after(0)).isEqualTo(lead(15, 0, 1));
    assertThat(prompt.now()).isEqualTo(lead(22, 0, 1));
  }

  @Test
  void aSearchThatEndedEarlyStaysWhereItEnded() {
    Progress shorter = new Progress(WeightedSum.ofOne());
    shorter.image(image(shorter, 4), 10);
    Progress longer = new Progress(WeightedSum.ofOne());
    for (int c = 0; c < 4; c++) {
      longer.image(image(longer, c), 10);
    }
    assertThat(Curve.of(List.of(shorter, longer), 1).points())
        .extracting(Curve.Point::nfe, point -> point.scores().get(0).mean())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(10.0, 2.0),
            org.assertj.core.groups.Tuple.tuple(15.0, 2.5),
            org.assertj.core.groups.Tuple.tuple(25.0, 3.5));
  }

  @Test
  void byRoundAPromptThatEndedStaysAndRoundsWithoutAllImagesAreLeftOut() {
    Progress early = new Progress(WeightedSum.ofOne());
    early.round(0);
    early.spend(5);
    early.round(1);
    early.image(image(early, 4), 10);
    Progress late = new Progress(WeightedSum.ofOne());
    for (int round = 0; round < 3; round++) {
      late.round(round);
      late.image(image(late, round), 10);
      late.image(image(late, -1), 10);
    }
    assertThat(Curve.of(List.of(early, late), 1).rounds())
        .extracting(Curve.Point::count, Curve.Point::nfe, point -> point.scores().get(0).mean())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2, 27.5, 2.5),
            org.assertj.core.groups.Tuple.tuple(3, 37.5, 3.0));
  }

  @Test
  void ofManyRoundsTheLastIsAmongThoseDrawn() {
    Progress prompt = new Progress(WeightedSum.ofOne());
    for (int round = 0; round < 100; round++) {
      prompt.round(round);
      prompt.image(image(prompt, round), 1);
    }
    List<Curve.Point> rounds = Curve.of(List.of(prompt), 1).rounds();
    assertThat(rounds).hasSizeBetween(16, 32).extracting(Curve.Point::count).endsWith(96, 100);
  }

  @Test
  void anEnsembleIsLedByTheLeastMeanRank() {
    Progress prompt = new Progress(new RankEnsemble(2));
    // Ranks 1+4, 2+2, 3+3, 4+1: the second is best in neither and best in both together.
    prompt.image(image(prompt, 9, 1, 10), 1);
    prompt.image(image(prompt, 8, 3, 20), 1);
    prompt.image(image(prompt, 7, 2, 30), 1);
    prompt.image(image(prompt, 6, 9, 40), 1);
    assertThat(prompt.after(2)).isEqualTo(lead(4, 1, 8, 3, 20));
  }

  /** A newcomer that does not lead can still change who does. */
  @Test
  void underAnEnsembleNobodyIsOutForGood() {
    Progress prompt = new Progress(new RankEnsemble(2));
    prompt.image(image(prompt, 5, 2), 1);
    prompt.image(image(prompt, 4, 3), 1);
    assertThat(prompt.after(1)).isEqualTo(lead(2, 0, 5, 2));
    prompt.image(image(prompt, 1, 2.5), 1);
    assertThat(prompt.now()).isEqualTo(lead(3, 1, 4, 3));
  }

  private static Stream<Searched> targets() {
    return Stream.of(
        new Searched("detector", List.of("detector"), (mine, all) -> mine[DETECTOR]),
        new Searched(
            "sum(detector:1,match:-1)",
            List.of("detector", "match"),
            (mine, all) -> mine[DETECTOR] - mine[MATCH]),
        new Searched(
            "sum(detector:-1,match:1)",
            List.of("detector", "match"),
            (mine, all) -> mine[MATCH] - mine[DETECTOR]),
        new Searched(
            "ensemble(match,realism,detector)",
            List.of("match", "realism", "detector"),
            (mine, all) ->
                -rank(mine, all, MATCH) - rank(mine, all, REALISM) - rank(mine, all, DETECTOR)));
  }

  /** From 1; no two of a synthetic run's scores by these are equal. */
  private static long rank(double[] mine, double[][] all, int verifier) {
    return 1 + Stream.of(all).filter(other -> other[verifier] > mine[verifier]).count();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theLastPointIsTheResult(Searched searched) throws IOException {
    SyntheticRun run = SyntheticRun.shapes(40, 12).withFailures(7).searchedBy(searched);
    RunResults findings = results(run);
    Curve curve = curve();
    Curve.Point last = curve.points().get(curve.points().size() - 1);
    assertThat(last.nfe()).isEqualTo(12 * 20);
    for (int v = 0; v < findings.verifiers().size(); v++) {
      RunResults.Comparison comparison = findings.compare(v, findings.prompts());
      assertThat(last.scores().get(v)).isEqualTo(comparison.best());
      assertThat(curve.points().get(0).scores().get(v)).isEqualTo(comparison.first());
    }
  }

  @Test
  void oppositeWeightsChartOppositeSearches() throws IOException {
    List<Curve> curves = new ArrayList<>();
    for (Searched searched : targets().filter(t -> t.by().startsWith("sum")).toList()) {
      SyntheticRun run = SyntheticRun.shapes(40, 16).searchedBy(searched);
      RunDirectory unused = run.write(directory);
      curves.add(curve());
    }
    List<Double> differences = new ArrayList<>();
    for (int p = 0; p < curves.get(0).points().size(); p++) {
      Curve.Point one = curves.get(0).points().get(p);
      Curve.Point other = curves.get(1).points().get(p);
      double detector = one.scores().get(0).mean() - other.scores().get(0).mean();
      double match = one.scores().get(1).mean() - other.scores().get(1).mean();
      differences.add(detector - match);
    }
    // From the same first samples each goes where the other does not.
    assertThat(differences.get(0)).isZero();
    assertThat(differences).isSorted().doesNotHaveDuplicates();
  }

  private RunResults results(SyntheticRun run) throws IOException {
    RunDirectory written = run.write(directory);
    return RunResults.read(RunCommits.of(written, conf), RunRecordFile.read(written, conf), conf);
  }

  private Curve curve() throws IOException {
    return RunView.read(new RunDirectory(new Path(directory.toUri())), conf).curve();
  }

  private static Finished image(Progress prompt, double... scores) {
    return new Finished(new CandidateId(0, 0, prompt.images()), Scores.of(scores));
  }

  private static Lead lead(long nfe, int index, double... scores) {
    return new Lead(nfe, new Finished(new CandidateId(0, 0, index), Scores.of(scores)));
  }
}
