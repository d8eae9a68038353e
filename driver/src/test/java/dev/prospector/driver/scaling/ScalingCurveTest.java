package dev.prospector.driver.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.sweep.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScalingCurveTest {
  private static Observation arm(long nfe, double candidates, String settings, double... scores) {
    TreeMap<String, String> map = new TreeMap<>();
    for (String one : settings.split(" ", -1)) {
      map.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    return new Observation(settings, map, nfe, candidates, "detector", scores, false);
  }

  @Test
  void armsThatDifferInTheirBudgetAreOneCurveAndSeedsOnePoint() {
    List<Observation> arms = new ArrayList<>();
    for (String algorithm : List.of("random", "pruning")) {
      for (int candidates : new int[] {4, 2}) {
        for (int seed = 0; seed < 2; seed++) {
          arms.add(
              arm(
                  2L * 8 * candidates,
                  candidates,
                  "algorithm=%s candidates=%d seed=%d".formatted(algorithm, candidates, seed),
                  candidates + seed,
                  seed == 0 ? Double.NaN : 7));
        }
      }
    }
    List<ScalingCurve> curves = ScalingCurve.of(arms);
    assertThat(curves).hasSize(2);
    ScalingCurve random = curves.get(0);
    assertThat(random.settings()).isEqualTo(Map.of("algorithm", "random"));
    assertThat(random.name(curves)).isEqualTo("algorithm random");
    assertThat(random.points()).extracting(ScalingCurve.Point::nfe).containsExactly(16.0, 32.0);
    assertThat(random.points().get(0).byPrompt()).containsExactly(2.5, 7.0);
    assertThat(random.points().get(0).arms()).hasSize(2);
  }

  @Test
  void stepsAreACurveWhereNothingElseIsOne() {
    List<ScalingCurve> curves =
        ScalingCurve.of(
            List.of(
                arm(8, 1, "candidates=1 steps=8", 1),
                arm(16, 2, "candidates=2 steps=8", 2),
                arm(16, 1, "candidates=1 steps=16", 3),
                arm(32, 1, "candidates=1 steps=32", 4)));
    assertThat(curves).extracting(ScalingCurve::along).containsExactly("budget", "steps");
    assertThat(curves.get(0).points()).hasSize(2);
    assertThat(curves.get(1).points())
        .extracting(ScalingCurve.Point::nfe)
        .containsExactly(8.0, 16.0, 32.0);
    assertThat(curves.get(1).name(curves)).isEqualTo("candidates 1, more steps");
  }

  @Test
  void aGridOfStepsAndBudgetsIsACurveForEachNumberOfSteps() {
    List<Observation> arms = new ArrayList<>();
    for (int steps : new int[] {4, 8}) {
      for (int candidates : new int[] {1, 2, 4}) {
        arms.add(
            arm(
                (long) steps * candidates,
                candidates,
                "candidates=%d steps=%d".formatted(candidates, steps),
                1));
      }
    }
    List<ScalingCurve> curves = ScalingCurve.of(arms);
    assertThat(curves).extracting(one -> one.name(curves)).containsExactly("steps 4", "steps 8");
  }

  @Test
  void namesOfSettingsThatGoTogetherDoNotPartACurveAndWhatIsDealtIsAnother() {
    List<ScalingCurve> curves =
        ScalingCurve.of(
            List.of(
                arm(16, 2, "what=best spend=n2 candidates=2 mean-candidates=each", 1),
                arm(32, 4, "what=best spend=n4 candidates=4 mean-candidates=each", 2),
                arm(16, 2, "what=best spend=m2 candidates=64 mean-candidates=2", 3),
                arm(32, 4, "what=best spend=m4 candidates=64 mean-candidates=4", 4)));
    assertThat(curves).hasSize(2).allMatch(curve -> curve.points().size() == 2);
    assertThat(curves.get(0).settings()).isEqualTo(Map.of("what", "best"));
    assertThat(curves.get(1).settings())
        .isEqualTo(Map.of("what", "best", "mean-candidates", "across prompts"));
    assertThat(curves.get(1).name(curves)).isEqualTo("mean-candidates across prompts");
    List<ScalingCurve> named =
        ScalingCurve.of(
            List.of(
                arm(16, 2, "what=best-of-N spend=n2 candidates=2 algorithm=random", 1),
                arm(32, 4, "what=best-of-N spend=n4 candidates=4 algorithm=random", 2),
                arm(16, 2, "what=half spend=n2 candidates=2 algorithm=pruning", 3),
                arm(32, 4, "what=half spend=n4 candidates=4 algorithm=pruning", 4)));
    assertThat(named).extracting(one -> one.name(named)).containsExactly("best-of-N", "half");
  }

  @Test
  void anArmThatNothingElseIsLikeStandsAlone() {
    List<ScalingCurve> curves =
        ScalingCurve.of(
            List.of(
                arm(8, 1, "algorithm=random steps=8", 1), arm(9, 1, "algorithm=paths steps=8", 1)));
    assertThat(curves).hasSize(2).allMatch(curve -> curve.points().size() == 1);
  }

  @Test
  void whatCostsAsMuchAndGivesLessIsNotOnTheFront() {
    record Arm(double cost, double gain) {}
    List<Arm> arms =
        List.of(
            new Arm(4, 3),
            new Arm(1, 1),
            new Arm(2, 1),
            new Arm(1, .5),
            new Arm(8, 2),
            new Arm(Double.NaN, 9),
            new Arm(4, Double.NaN));
    assertThat(ParetoFront.of(arms, Arm::cost, Arm::gain))
        .containsExactly(new Arm(1, 1), new Arm(4, 3));
  }
}
