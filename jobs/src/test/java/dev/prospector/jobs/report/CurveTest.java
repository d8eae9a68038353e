package dev.prospector.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveTest {
  @TempDir java.nio.file.Path directory;

  @Test
  void theSearchedScoreOfTheLeaderNeverFalls() {
    Random random = new Random(3);
    List<Progress> prompts = new ArrayList<>();
    for (int p = 0; p < 20; p++) {
      Progress progress = new Progress(1);
      for (int c = 0; c < 37 + p; c++) {
        progress.image(new double[] {random.nextGaussian(), random.nextGaussian()}, 10);
      }
      prompts.add(progress);
    }
    List<Curve.Point> points = Curve.of(prompts, 2).points();
    assertThat(points).extracting(Curve.Point::images).containsExactly(1, 2, 4, 8, 16, 32, 56);
    assertThat(points).extracting(point -> point.scores().get(0).mean()).isSorted();
    assertThat(points).extracting(Curve.Point::nfe).isSorted();
  }

  @Test
  void heldOutScoresAreThoseOfTheLeader() {
    Progress prompt = new Progress(1);
    prompt.image(new double[] {1, 50}, 10);
    prompt.image(new double[] {3, 20}, 10);
    prompt.image(new double[] {3, 90}, 10);
    prompt.image(new double[] {2, 70}, 10);
    assertThat(prompt.after(0)).containsExactly(10, 1, 50);
    assertThat(prompt.after(1)).containsExactly(20, 3, 20);
    // Of equals, the earlier leads.
    assertThat(prompt.after(2)).containsExactly(40, 3, 20);
  }

  @Test
  void candidatesGivenUpCostButDoNotLead() {
    Progress prompt = new Progress(1);
    prompt.spend(5);
    prompt.image(new double[] {1}, 10);
    prompt.spend(7);
    assertThat(prompt.after(0)).containsExactly(15, 1);
    assertThat(prompt.end()).containsExactly(22, 1);
  }

  @Test
  void aSearchThatEndedEarlyStaysWhereItEnded() {
    Progress shorter = new Progress(1);
    shorter.image(new double[] {4}, 10);
    Progress longer = new Progress(1);
    for (int c = 0; c < 4; c++) {
      longer.image(new double[] {c}, 10);
    }
    assertThat(Curve.of(List.of(shorter, longer), 1).points())
        .extracting(Curve.Point::nfe, point -> point.scores().get(0).mean())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(10.0, 2.0),
            org.assertj.core.groups.Tuple.tuple(15.0, 2.5),
            org.assertj.core.groups.Tuple.tuple(25.0, 3.5));
  }

  @Test
  void anEnsembleIsLedByTheLeastMeanRank() {
    Progress prompt = new Progress(2);
    // Ranks 1+4, 2+2, 3+3, 4+1: the second is best in neither and best in both together.
    prompt.image(new double[] {9, 1, 10}, 1);
    prompt.image(new double[] {8, 3, 20}, 1);
    prompt.image(new double[] {7, 2, 30}, 1);
    prompt.image(new double[] {6, 9, 40}, 1);
    assertThat(prompt.after(2)).containsExactly(4, 8, 3, 20);
  }

  @Test
  void theLastPointIsTheResult() throws IOException {
    Configuration conf = new Configuration();
    var run = SyntheticRun.shapes(40, 12).withFailures(7).write(directory);
    var record = dev.prospector.driver.record.RunRecordFile.read(run.runRecord(), conf);
    RunResults findings = RunResults.read(run, record, conf);
    Curve curve = Curve.read(run, findings, conf);
    Curve.Point last = curve.points().get(curve.points().size() - 1);
    assertThat(last.nfe()).isEqualTo(12 * 20);
    for (int v = 0; v < findings.verifiers().size(); v++) {
      RunResults.Comparison comparison = findings.compare(v, findings.prompts());
      assertThat(last.scores().get(v)).isEqualTo(comparison.best());
      assertThat(curve.points().get(0).scores().get(v)).isEqualTo(comparison.first());
    }
  }
}
