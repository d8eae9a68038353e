package dev.prospector.driver.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.look.LookModel.Look;
import dev.prospector.driver.search.LookPredictor;
import dev.prospector.driver.search.Looks;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Of worlds in which it is known what looks are worth. */
class LookTrainingTest {
  private static final int PROMPTS = 300;
  private static final int CANDIDATES = 16;
  private static final List<Double> LEVELS = List.of(0.75, 0.5);

  private final SplittableRandom random = new SplittableRandom(11);

  /**
   * Prompts of different places and loudness: final scores y, a first look with correlation ρ to
   * them, and a second look whose error is independent of the first one's.
   */
  private List<Course> world(Function<String, Double> correlation, double second) {
    List<Course> courses = new ArrayList<>();
    for (int p = 0; p < PROMPTS; p++) {
      String category = p % 2 == 0 ? "single" : "counting";
      double rho = correlation.apply(category);
      double place = 5 * random.nextGaussian();
      double loud = Math.exp(random.nextGaussian());
      double[] first = new double[CANDIDATES];
      List<Double> ends = new ArrayList<>();
      List<List<Double>> looks = new ArrayList<>();
      for (int i = 0; i < CANDIDATES; i++) {
        double y = random.nextGaussian();
        first[i] = place + loud * look(y, rho);
        ends.add(place + 3 * loud * y);
        looks.add(List.of(first[i], place + loud * look(y, second)));
      }
      Looks all = Looks.first(first);
      courses.add(
          new Course(category, new Looks(CANDIDATES, all.mean(), all.deviation(), looks), ends));
    }
    return courses;
  }

  private double look(double y, double rho) {
    return rho * y + Math.sqrt(1 - rho * rho) * random.nextGaussian();
  }

  private static LookModel fit(List<Course> courses) {
    return LookTraining.fit(new TreeMap<>(), LEVELS, courses);
  }

  @Test
  void correlationAndVarianceAreThoseOfTheWorld() {
    LookModel model = fit(world(category -> 0.6, 0.8));
    Look first = model.looks().get(0);
    assertThat(first.evidence().correlation()).isCloseTo(0.6, within(0.04));
    assertThat(first.residual()).isCloseTo(1 - 0.36, within(0.05));
    // Two independent errors: precisions add up.
    double precision = 1 + 0.36 / 0.64 + 0.64 / 0.36;
    Look second = model.looks().get(1);
    assertThat(second.residual()).isCloseTo(1 / precision, within(0.06));
    assertThat(second.weights().get("look 1")).as("an earlier look is not forgotten").isPositive();
  }

  /** Final scores with a ceiling, as a verifier's are that finds nothing wrong. */
  @Test
  void whereWhatFailsFailsByMuchTheBestAreToldApartBetterThanResidualsSay() {
    List<Course> normal = world(category -> 0.6, 0.8);
    List<Course> ceiling =
        normal.stream()
            .map(
                one ->
                    new Course(
                        one.category(),
                        one.looks(),
                        Arrays.stream(one.target()).map(y -> -Math.exp(-2 * y)).boxed().toList()))
            .toList();
    for (Look look : fit(ceiling).looks()) {
      assertThat(look.variance()).isLessThan(0.8 * look.residual());
      assertThat(look.evidence().goodKept()).isBetween(0.95, 1.0);
    }
  }

  @Test
  void oneThatIsGoodEnoughGoesOnAsOftenAsPromisedAndTheMoreIsSeenTheFewerGoOn() {
    LookModel model = fit(world(category -> 0.6, 0.9));
    for (Look look : model.looks()) {
      assertThat(look.evidence().goodKept()).isBetween(0.95, 0.99);
    }
    assertThat(model.looks().get(1).evidence().kept())
        .isLessThan(0.7 * model.looks().get(0).evidence().kept());
  }

  /** The slope of a kind's predictions. */
  @Test
  void aKindWhoseLooksTellNothingIsNotToldApart() {
    LookModel model = fit(world(category -> category.equals("single") ? 0.9 : 0, 0.9));
    assertThat(slope(model, "single")).isCloseTo(0.9, within(0.1));
    assertThat(slope(model, "counting")).isCloseTo(0, within(0.1));
    assertThat(slope(model, "never seen")).isBetween(0.1, 0.8);
  }

  private static double slope(LookModel model, String category) {
    Prompt prompt = new Prompt(0, "a", "a red circle", Map.of("category", category));
    Looks seen = Looks.first(new double[] {-1, 1});
    List<Double> means = model.predict(prompt, seen).means();
    return (means.get(1) - means.get(0)) / 2 * seen.deviation();
  }

  /**
   * Final scores are three times as loud as looks, and the loudness differs from prompt to prompt.
   */
  @Test
  void howFarFinalScoresLieApartIsReadOffTheFirstLook() {
    LookModel model = fit(world(category -> 0.6, 0.8));
    Prompt prompt = new Prompt(0, "a", "a red circle");
    for (double loud : new double[] {0.3, 1, 3}) {
      double[] scores = new double[CANDIDATES];
      Arrays.setAll(scores, i -> loud * (i % 2 == 0 ? 1 : -1));
      Looks seen = Looks.first(scores);
      double apart = model.predict(prompt, seen).spread() * model.ends().typical();
      assertThat(apart / seen.deviation()).isCloseTo(3, within(0.6));
    }
  }

  @Test
  void whatAllOfAPromptsCandidatesShareSaysLittleOfWhoIsBest() {
    LookModel model = fit(world(category -> 0.6, 0.8));
    Prompt prompt = new Prompt(0, "a", "a red circle");
    List<Double> here = model.predict(prompt, Looks.first(new double[] {0, 1})).means();
    List<Double> there = model.predict(prompt, Looks.first(new double[] {5, 6})).means();
    assertThat(there.get(1) - there.get(0)).isCloseTo(here.get(1) - here.get(0), within(0.1));
  }

  @Test
  void whereAllLookAlikeNobodyIsBetter() {
    LookModel model = fit(world(category -> 0.6, 0.8));
    Looks seen = Looks.first(new double[] {2, 2, 2, 2});
    LookPredictor.Prediction y = model.predict(new Prompt(0, "a", "b"), seen);
    assertThat(y.means()).containsOnly(0.0);
    assertThat(y.fewest(0.05, 0, 1, 4)).hasSize(4);
  }

  /** The prediction of a prompt that was left out is that of a fit which never saw it. */
  @Test
  void aPromptThatIsLeftOutSaysNothing() {
    List<List<SortedMap<String, Double>>> rows = new ArrayList<>();
    List<double[]> y = new ArrayList<>();
    for (int p = 0; p < 5; p++) {
      List<SortedMap<String, Double>> prompt = new ArrayList<>();
      double[] targets = new double[4];
      for (int i = 0; i < 4; i++) {
        prompt.add(new TreeMap<>(Map.of("a", random.nextGaussian(), "b", random.nextGaussian())));
        targets[i] = random.nextGaussian();
      }
      rows.add(prompt);
      y.add(targets);
    }
    double[] predicted = LeavePromptsOut.of(rows, y, false).predicted(10, 2);
    List<SortedMap<String, Double>> left = rows.remove(2);
    y.remove(2);
    Map<String, Double> weights = LeavePromptsOut.of(rows, y, false).weights(10);
    for (int i = 0; i < 4; i++) {
      double expected =
          weights.get("a") * left.get(i).get("a") + weights.get("b") * left.get(i).get("b");
      assertThat(predicted[i]).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void theRidgeIsHighWhereThereIsNothingToLearnAndLowWhereThereIs() {
    assertThat(fit(world(category -> 0.0, 0.0)).looks().get(0).ridge())
        .isGreaterThanOrEqualTo(1000);
    assertThat(fit(world(category -> 0.8, 0.8)).looks().get(0).ridge()).isLessThanOrEqualTo(10);
  }
}
