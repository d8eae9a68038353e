package dev.prospector.driver.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.budget.PassRate.Course;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PassRateTest {
  private static final PassRate RATE = new PassRate(1.2, .9);

  /**
   * E[g(q)] of q ~ Beta(a, b), by the midpoint rule in t, q = t^2 (3 - 2t), which tames the ends.
   */
  private static double expected(PassRate rate, java.util.function.DoubleUnaryOperator of) {
    double sum = 0;
    double mass = 0;
    int parts = 200_000;
    for (int i = 0; i < parts; i++) {
      double t = (i + .5) / parts;
      double q = t * t * (3 - 2 * t);
      double weight = Math.pow(q, rate.a() - 1) * Math.pow(1 - q, rate.b() - 1) * 6 * t * (1 - t);
      sum += weight * of.applyAsDouble(q);
      mass += weight;
    }
    return sum / mass;
  }

  @Test
  void survivalIsTheExpectedChanceThatAllFail() {
    for (int n : new int[] {0, 1, 4, 16, 64}) {
      assertThat(RATE.survives(n))
          .as("after %d", n)
          .isCloseTo(expected(RATE, q -> Math.pow(1 - q, n)), within(1e-6));
    }
  }

  @Test
  void theNextPassesByBayes() {
    for (int f : new int[] {0, 1, 5, 40}) {
      double bayes =
          expected(RATE, q -> q * Math.pow(1 - q, f)) / expected(RATE, q -> Math.pow(1 - q, f));
      assertThat(RATE.nextPasses(f)).isCloseTo(bayes, within(1e-5));
    }
  }

  @Test
  void fitFindsTheRateThatPromptsWereDrawnFrom() {
    SortedMap<Course, Integer> courses = new TreeMap<>();
    int prompts = 1_000_000;
    int drawn = 0;
    for (int next = 1; next < 64; drawn = next, next = (int) Chunks.after(next)) {
      double pass = RATE.survives(drawn) - RATE.survives(next);
      courses.put(new Course(drawn, next, true), (int) Math.round(prompts * pass));
    }
    courses.put(new Course(0, drawn, false), (int) Math.round(prompts * RATE.survives(drawn)));
    PassRate fitted = PassRate.fit(courses);
    double step = Math.pow(1000, 1 / 39.0); // of the grid
    assertThat(fitted.a()).isBetween(RATE.a() / step, RATE.a() * step);
    assertThat(fitted.b()).isBetween(RATE.b() / step, RATE.b() * step);
  }

  @Test
  void onePromptThatHasFailedAFewTimesIsNoCertainty() {
    SortedMap<Course, Integer> courses = new TreeMap<>();
    courses.put(new Course(2, 3, false), 1);
    assertThat(PassRate.fit(courses).nextPasses(3)).isGreaterThan(.02);
  }
}
