package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class OracleSelectionTest {
  private static final int SIZE = 6;
  private static final int PROMPTS = 60;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Moments reference = Moments.of(Cases.normal(random, 2000, SIZE, 0));

  @Test
  void fidEndsLowerThanTheFirstOrAnyOfThePool() {
    List<float[][]> pools = pools(.5);
    double oracle = fid(chosen(pools, choose(OracleSelection.fid(reference))));
    assertThat(oracle).isLessThan(.25 * fid(chosen(pools, pool -> 0)));
    for (int seed = 0; seed < 10; seed++) {
      SplittableRandom dice = new SplittableRandom(seed);
      assertThat(oracle).isLessThan(.25 * fid(chosen(pools, pool -> dice.nextInt(pool.length))));
    }
  }

  @Test
  void eachFidChoiceIsTheBestOneForTheSetAsItStands() {
    OracleSelection oracle = OracleSelection.fid(reference);
    List<float[]> chosen = new ArrayList<>();
    for (float[][] pool : pools(0)) {
      float[] best = null;
      double lowest = Double.POSITIVE_INFINITY;
      for (float[] candidate : pool) {
        chosen.add(candidate);
        double distance = populationFid(chosen);
        chosen.remove(chosen.size() - 1);
        if (distance < lowest) {
          lowest = distance;
          best = candidate;
        }
      }
      assertThat(pool[oracle.choose(pool).orElseThrow()]).isSameAs(best);
      chosen.add(best);
    }
  }

  @Test
  void theFirstOfAllForFidIsTheNearestToTheMean() {
    float[][] pool = {{3, 0, 0, 0, 0, 0}, {0, .5f, 0, 0, 0, 0}, {0, 0, 1, 0, 0, 0}};
    assertThat(OracleSelection.fid(reference).choose(pool)).hasValue(1);
  }

  @Test
  void theInceptionScoreEndsHigherThanOfTheFirstOrAnyOfThePool() {
    List<float[][]> pools = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      pools.add(Cases.distributions(random, 8, SIZE));
    }
    double oracle = inception(chosen(pools, choose(OracleSelection.inceptionScore(SIZE))));
    assertThat(oracle).isGreaterThan(1.5 * inception(chosen(pools, pool -> 0)));
    for (int seed = 0; seed < 10; seed++) {
      SplittableRandom dice = new SplittableRandom(seed);
      assertThat(oracle)
          .isGreaterThan(1.5 * inception(chosen(pools, pool -> dice.nextInt(pool.length))));
    }
  }

  @Test
  void theInceptionScoreTakesEveryClassInTurn() {
    float[][] sure = new float[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      sure[i][i] = 1;
    }
    OracleSelection oracle = OracleSelection.inceptionScore(SIZE);
    for (int i = 0; i < 3 * SIZE; i++) {
      assertThat(oracle.choose(sure)).hasValue(i % SIZE);
    }
  }

  @Test
  void theSameCallsChooseTheSame() {
    List<float[][]> pools = pools(0);
    assertThat(chosen(pools, choose(OracleSelection.fid(reference))))
        .isDeepEqualTo(chosen(pools, choose(OracleSelection.fid(reference))));
  }

  @Test
  void amongEqualsTheFirstWins() {
    for (float[][] pool : pools(0)) {
      OracleSelection fid = OracleSelection.fid(reference);
      fid.choose(pools(0).get(0));
      float[] one = pool[0];
      assertThat(fid.choose(new float[][] {one.clone(), one.clone(), one})).hasValue(0);
    }
    float[] even = {.5f, .5f};
    assertThat(OracleSelection.inceptionScore(2).choose(new float[][] {even, even.clone()}))
        .hasValue(0);
  }

  @Test
  void vectorsThatAreNotFiniteArePassedOver() {
    OracleSelection fid = OracleSelection.fid(reference);
    float[] far = {9, 9, 9, 9, 9, 9};
    float[] broken = {0, 0, 0, Float.NaN, 0, 0};
    float[] endless = {0, 0, Float.POSITIVE_INFINITY, 0, 0, 0};
    assertThat(fid.choose(new float[][] {broken, endless, far})).hasValue(2);
    assertThat(fid.choose(new float[][] {broken})).isEmpty();
    assertThat(fid.choose(new float[0][])).isEmpty();
  }

  @Test
  void vectorsOfAnotherSizeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OracleSelection.fid(reference).choose(new float[1][5]))
        .withMessage("a vector of 5 numbers, expected 6 as in the reference");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OracleSelection.inceptionScore(3).choose(new float[1][5]))
        .withMessage("5 classes beside 3");
  }

  private List<float[][]> pools(double shift) {
    List<float[][]> pools = new ArrayList<>();
    for (int i = 0; i < PROMPTS; i++) {
      pools.add(Cases.normal(random, 8, SIZE, shift));
    }
    return pools;
  }

  private static ToIntFunction<float[][]> choose(OracleSelection oracle) {
    return pool -> oracle.choose(pool).orElseThrow();
  }

  private static float[][] chosen(List<float[][]> pools, ToIntFunction<float[][]> choice) {
    return pools.stream().map(pool -> pool[choice.applyAsInt(pool)]).toArray(float[][]::new);
  }

  private double fid(float[][] vectors) {
    return FrechetDistance.between(reference, Moments.of(vectors));
  }

  private static double inception(float[][] probabilities) {
    return InceptionScore.of(probabilities).value();
  }

  /** The Fréchet distance by the definition, with the covariance of n. */
  private double populationFid(List<float[]> vectors) {
    Moments moments = Moments.of(vectors.toArray(float[][]::new));
    int n = vectors.size();
    double[][] covariance = moments.secondMoment();
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        covariance[i][j] -= moments.mean()[i] * moments.mean()[j];
      }
    }
    return FrechetDistance.between(reference, Moments.of(n + 1, moments.mean(), covariance));
  }
}
