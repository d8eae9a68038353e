package dev.prospector.executors.verify.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DetectorTest {
  private static final Kind RED_CIRCLE = new Kind(Colour.RED, Shape.CIRCLE);
  private static final Kind BLUE_TRIANGLE = new Kind(Colour.BLUE, Shape.TRIANGLE);

  private final float[] probabilities = new float[100 + 25 * 64];

  @Test
  void costsEachKindTheErrorOfItsExpectedCount() {
    see(RED_CIRCLE, 1, 1, .75);
    see(RED_CIRCLE, 5, 2, .5);
    see(BLUE_TRIANGLE, 3, 3, .25);
    assertThat(score("a red circle")).isEqualTo(-.25 - .25);
    assertThat(score("two red circles")).isEqualTo(-.75 - .25);
    assertThat(score("a red circle and a blue triangle")).isEqualTo(-.25 - .75);
    assertThat(score("a green cross")).isEqualTo(-1.25 - .25 - 1);
  }

  @Test
  void aRelationAddsTheLogSigmoidOfHalfTheDistanceAlongMinusAcross() {
    see(RED_CIRCLE, 1, 2, 1);
    see(BLUE_TRIANGLE, 5, 3, 1);
    assertThat(score("a red circle left of a blue triangle")).isCloseTo(logSigmoid(6), tight());
    assertThat(score("a red circle right of a blue triangle")).isCloseTo(logSigmoid(-10), tight());
    assertThat(score("a red circle above a blue triangle")).isCloseTo(logSigmoid(-6), tight());
    assertThat(score("a red circle below a blue triangle")).isCloseTo(logSigmoid(-10), tight());
  }

  @Test
  void centresAreMeansOfCellCentresWeightedByProbability() {
    see(RED_CIRCLE, 0, 0, .75);
    see(RED_CIRCLE, 4, 0, .25);
    see(BLUE_TRIANGLE, 7, 0, 1);
    // The mean column is 1, six cells of four pixels from column 7.
    assertThat(score("a red circle left of a blue triangle")).isCloseTo(logSigmoid(12), tight());
  }

  @Test
  void kindsThatAreNowhereStillScoreFinitely() {
    assertThat(score("a red circle left of a blue triangle")).isCloseTo(-2 - Math.log(2), tight());
  }

  private void see(Kind kind, int column, int row, double probability) {
    probabilities[100 + ((1 + Kind.ALL.indexOf(kind)) * 8 + row) * 8 + column] =
        (float) probability;
  }

  private double score(String prompt) {
    return Detector.score(probabilities, 100, 4, ShapesGrammar.parse(prompt));
  }

  private static double logSigmoid(double z) {
    return -Math.log(1 + Math.exp(-z));
  }

  private static Offset<Double> tight() {
    return within(1e-12);
  }
}
