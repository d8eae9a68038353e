package dev.prospector.driver.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.budget.PassRate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawTest {
  private static final double[] BUDGETS = {8, 16, 32, 64, 128, 256, 512};

  private static double[] exactly(Law law) {
    return Arrays.stream(BUDGETS).map(law::at).toArray();
  }

  @ParameterizedTest
  @CsvSource({".95, 1.5, .6", "-.1, 3, 1.2", "10, 40, .15", ".2, -.4, .9", "1, 90, 2.5"})
  void exactPointsOfAPowerLawGiveItBack(double a, double b, double c) {
    PowerLaw fit = PowerLaw.fit(BUDGETS, exactly(new PowerLaw(a, b, c)));
    assertThat(fit.a()).isCloseTo(a, within(1e-6 * Math.max(1, Math.abs(a))));
    assertThat(fit.b()).isCloseTo(b, within(1e-5 * Math.abs(b)));
    assertThat(fit.c()).isCloseTo(c, within(1e-5));
    assertThat(fit.isAtBound()).isFalse();
  }

  @Test
  void exactPointsOfALogLawGiveItBack() {
    LogLaw fit = LogLaw.fit(BUDGETS, exactly(new LogLaw(-.3, .07)));
    assertThat(fit.a()).isCloseTo(-.3, within(1e-12));
    assertThat(fit.b()).isCloseTo(.07, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({".4, .7", "1, 1", "2.5, 6", ".2, 3"})
  void exactPointsOfPassAtNGiveItBack(double a, double b) {
    double[] candidates = {1, 2, 4, 8, 16, 32};
    double[] shares = Arrays.stream(candidates).map(new PassLaw(a, b)::at).toArray();
    PassLaw fit = PassLaw.fit(candidates, shares);
    assertThat(fit.a()).isCloseTo(a, within(1e-4 * a));
    assertThat(fit.b()).isCloseTo(b, within(1e-4 * b));
  }

  /** 1 − Π (b + j) / (a + b + j), as budgets across prompts have it. */
  @Test
  void passAtNIsOneLessTheShareOfWhichAllFail() {
    for (int n = 1; n <= 64; n *= 2) {
      assertThat(new PassLaw(.7, 2.3).at(n))
          .isCloseTo(1 - new PassRate(.7, 2.3).survives(n), within(1e-12));
    }
  }

  @Test
  void pointsOfALogLawHaveNoPowerThatTheyCanTell() {
    assertThat(PowerLaw.fit(BUDGETS, exactly(new LogLaw(0, .1))).isAtBound()).isTrue();
  }

  @Test
  void aLevelCurveHasNoPowerThatItCanTell() {
    assertThat(PowerLaw.fit(BUDGETS, new double[] {.5, .5, .5, .5, .5, .5, .5}).isAtBound())
        .isTrue();
  }

  @Test
  void aShareThatIsAlwaysOneHasNoRateThatItCanTell() {
    assertThat(PassLaw.fit(BUDGETS, new double[] {1, 1, 1, 1, 1, 1, 1}).isAtBound()).isTrue();
  }
}
