package dev.prospector.driver.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.sweep.Observation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveFitsTest {
  private static final double[] BUDGETS = {8, 16, 32, 64, 128, 256, 512, 1024};

  private static ScalingCurve curve(int number, int prompts, double[] nfe, Law law) {
    return Simulated.curve("detector", number, prompts, nfe, law::at);
  }

  private static Fit fit(CurveFits fits, LawKind kind) {
    return fits.fits().stream().filter(fit -> fit.kind() == kind).findFirst().orElseThrow();
  }

  private static String why(CurveFits fits, LawKind kind) {
    return ((Fit.Unidentified) fit(fits, kind)).why();
  }

  /** Of 60 simulations the binomial lets 95 % intervals miss 9 times at most, but once in 1000. */
  @Test
  void intervalsOfAPowerLawCoverIt() {
    PowerLaw truth = new PowerLaw(.9, 2, .7);
    int simulations = 60;
    int[] covered = new int[4];
    for (int i = 0; i < simulations; i++) {
      Fit.Identified fit =
          (Fit.Identified) fit(CurveFits.of(curve(i, 60, BUDGETS, truth)), LawKind.POWER);
      for (int p = 0; p < 3; p++) {
        covered[p] += covers(fit.parameters().get(p), truth.parameters()[p]);
      }
      covered[3] += covers(fit.at(4096), truth.at(4096));
    }
    assertThat(Arrays.stream(covered).min().orElseThrow()).isGreaterThanOrEqualTo(simulations - 9);
  }

  private static int covers(Estimate interval, double truth) {
    return interval.low() <= truth && truth <= interval.high() ? 1 : 0;
  }

  @Test
  void intervalsOfALogLawCoverIt() {
    LogLaw truth = new LogLaw(.1, .08);
    int covered = 0;
    for (int i = 0; i < 60; i++) {
      Fit.Identified fit =
          (Fit.Identified) fit(CurveFits.of(curve(i, 60, BUDGETS, truth)), LawKind.LOG);
      covered += covers(fit.parameters().get(1), truth.b());
    }
    assertThat(covered).isGreaterThanOrEqualTo(51);
  }

  @Test
  void theLawThatMadeThemPredictsLargerBudgetsBest() {
    CurveFits power = CurveFits.of(curve(0, 200, BUDGETS, new PowerLaw(.9, 2, .7)));
    assertThat(power.heldOut().orElseThrow().best()).isEqualTo(LawKind.POWER);
    assertThat(power.heldOut().orElseThrow().isToldApart()).isTrue();
    assertThat(power.best().orElseThrow().kind()).isEqualTo(LawKind.POWER);
    CurveFits log = CurveFits.of(curve(0, 200, BUDGETS, new LogLaw(.1, .1)));
    assertThat(log.heldOut().orElseThrow().best()).isEqualTo(LawKind.LOG);
    CurveFits pass =
        CurveFits.of(
            Simulated.curve(
                Observation.right("composition"),
                1,
                200,
                BUDGETS,
                n -> new PassLaw(.5, .8).at(n / 8)));
    assertThat(pass.heldOut().orElseThrow().best()).isEqualTo(LawKind.PASS);
  }

  @Test
  void theLargestBudgetsAreLeftOutAndFourStay() {
    PowerLaw law = new PowerLaw(.9, 2, .7);
    for (int budgets = 4; budgets <= 8; budgets++) {
      CurveFits fits = CurveFits.of(curve(2, 30, Arrays.copyOf(BUDGETS, budgets), law));
      assertThat(fits.heldOut().map(HeldOut::budgets).orElse(0))
          .isEqualTo(List.of(0, 1, 2, 2, 2).get(budgets - 4));
    }
  }

  @Test
  void fewBudgetsOrPromptsGiveNoNumbers() {
    PowerLaw law = new PowerLaw(.9, 2, .7);
    CurveFits three = CurveFits.of(curve(0, 50, Arrays.copyOf(BUDGETS, 3), law));
    assertThat(why(three, LawKind.LOG)).isEqualTo("budgets: 3, expected 4 or more");
    assertThat(three.heldOut()).isEmpty();
    CurveFits four = CurveFits.of(curve(0, 4, BUDGETS, law));
    assertThat(why(four, LawKind.POWER)).isEqualTo("prompts: 4, expected 5 or more");
    assertThat(four.best()).isEmpty();
  }

  @Test
  void aCurveThatMayAsWellBeStraightHasNoPowerLaw() {
    CurveFits straight = CurveFits.of(curve(3, 30, BUDGETS, new LogLaw(.1, .1)));
    assertThat(why(straight, LawKind.POWER)).contains("where it bends");
    assertThat(fit(straight, LawKind.LOG)).isInstanceOf(Fit.Identified.class);
    // Nothing but chance: some resamples bend here, some there.
    CurveFits level = CurveFits.of(curve(4, 30, BUDGETS, new LogLaw(.5, 0)));
    assertThat(why(level, LawKind.POWER)).contains("where it bends");
  }

  @Test
  void aPromptWithoutAnImageIsLeftOutOfAllBudgets() {
    ScalingCurve whole = curve(5, 40, BUDGETS, new PowerLaw(.9, 2, .7));
    ScalingCurve holed =
        new ScalingCurve(
            whole.metric(),
            whole.settings(),
            whole.along(),
            whole.points().stream()
                .map(
                    point ->
                        new ScalingCurve.Point(
                            point.nfe(),
                            point.candidates(),
                            point.arms(),
                            IntStream.range(0, 41)
                                .mapToObj(
                                    p ->
                                        p < 40
                                            ? point.byPrompt().get(p)
                                            : point.nfe() > 100 ? Double.NaN : 1e6)
                                .toList()))
                .toList());
    assertThat(CurveFits.of(holed).fits().toString())
        .isEqualTo(CurveFits.of(whole).fits().toString());
  }

  @Test
  void whereAllAreRightTheNextMayBeWrong() {
    Estimate all =
        PromptBootstrap.interval(IntStream.range(0, 20).mapToObj(i -> 1.0).toList()).orElseThrow();
    assertThat(all.mean()).isEqualTo(1);
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.low()).isBetween(.8, .97);
    assertThat(PromptBootstrap.interval(List.of(1.0, 1.0, 0.0, 1.0))).isEmpty();
  }

  /** Student's, which is exact for normal values, is but a little wider. */
  @Test
  void anIntervalIsAsWideAsTheNormalOne() {
    ScalingCurve curve = curve(6, 100, new double[] {8}, new LogLaw(0, 0));
    Estimate interval = PromptBootstrap.interval(curve.points().get(0).byPrompt()).orElseThrow();
    double deviation = Math.sqrt(.2 * .2 + .03 * .03);
    assertThat(interval.high() - interval.low())
        .isCloseTo(2 * 1.96 * deviation / 10, within(.25 * 2 * 1.96 * deviation / 10));
  }
}
