package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  private final float[][] vectors = Cases.normal(new SplittableRandom(1), 30, 4, .5);

  @ParameterizedTest
  @MethodSource("dev.prospector.driver.statistics.Cases#all")
  void meanAndCovarianceAreNumpys(Cases.Case numpy) {
    Moments moments = Moments.of(numpy.a());
    assertThat(moments.mean()).containsExactly(numpy.mean(), within(1e-12));
    for (int i = 0; i < moments.size(); i++) {
      assertThat(moments.covariance()[i]).containsExactly(numpy.covariance()[i], within(1e-12));
    }
  }

  @Test
  void partsAddUpToTheWholeInAnyGrouping() {
    Moments whole = Moments.of(vectors);
    Moments a = Moments.of(Arrays.copyOfRange(vectors, 0, 1));
    Moments b = Moments.of(Arrays.copyOfRange(vectors, 1, 17));
    Moments c = Moments.of(Arrays.copyOfRange(vectors, 17, 30));
    requireClose(a.plus(b).plus(c), whole);
    requireClose(a.plus(b.plus(c)), whole);
    requireClose(c.plus(a).plus(b), whole);
    requireClose(Moments.none(4).plus(whole), whole);
  }

  @Test
  void meanAndCovarianceGiveTheMomentsBack() {
    Moments whole = Moments.of(vectors);
    requireClose(Moments.of(whole.n(), whole.mean(), whole.covariance()), whole);
  }

  @Test
  void jsonGivesTheMomentsBack() throws JsonProcessingException {
    Moments whole = Moments.of(vectors);
    requireClose(MomentsJson.read(new JsonMapper().readTree(MomentsJson.write(whole))), whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'mean': [1], 'covariance': [[1]]} | key 'n' was missing, expected a whole number",
        "{'n': 2.5, 'mean': [1], 'covariance': [[1]]} | key 'n' was 2.5, expected a whole number",
        "{'n': 1, 'mean': [1], 'covariance': [[1]]} | covariance of 1 vectors, expected 2 or more",
        "{'n': 2, 'covariance': [[1]]} | key 'mean' was missing, expected an array of numbers",
        "{'n': 2, 'mean': ['1'], 'covariance': [[1]]} | key 'mean' was ARRAY, expected an array of numbers",
        "{'n': 2, 'mean': [1], 'covariance': [1]} | key 'covariance' was NUMBER, expected an array of numbers",
        "{'n': 2, 'mean': [1, 2], 'covariance': [[1]]} | a vector of 1 numbers among vectors of 2",
      })
  void jsonThatIsNoMomentsIsRefused(String example) {
    String[] parts = example.split(" \\| ", 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MomentsJson.read(new JsonMapper().readTree(parts[0].replace('\'', '"'))))
        .withMessage(parts[1]);
  }

  @Test
  void setsThatHaveNoAnswerSaySo() {
    assertThatIllegalArgumentException().isThrownBy(() -> Moments.of(new float[0][]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Moments.of(vectors).plus(Moments.none(5)))
        .withMessage("a vector of 5 numbers among vectors of 4");
    assertThatIllegalStateException()
        .isThrownBy(() -> Moments.of(Arrays.copyOf(vectors, 1)).covariance());
  }

  private static void requireClose(Moments found, Moments expected) {
    assertThat(found.n()).isEqualTo(expected.n());
    assertThat(found.mean()).containsExactly(expected.mean(), within(1e-12));
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.covariance()[i]).containsExactly(expected.covariance()[i], within(1e-12));
      assertThat(found.secondMoment()[i])
          .containsExactly(expected.secondMoment()[i], within(1e-12));
    }
  }
}
