package dev.prospector.driver.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prospector.driver.search.WeightedSum;
import dev.prospector.executors.candidate.Scores;
import dev.prospector.executors.noise.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On scores with P(s ≤ x) = x^a, whose best of n has mean n a / (n a + 1), a by prompt. */
class EqualScoreTest {
  private static final double[] POWERS = {.05, .2, .6, 2, 8};
  private static final int CAP = 24;
  private static final double MARK = .8;

  private static double score(String stream, int prompt, int draw) {
    return Math.pow(Seeds.uniform(1, stream + prompt, 0, draw), 1 / power(prompt));
  }

  private static double power(int prompt) {
    return POWERS[prompt % POWERS.length];
  }

  private static EarlierRun uniform(String stream, int prompts, int candidates) {
    List<Draws> all = new ArrayList<>();
    for (int p = 0; p < prompts; p++) {
      int prompt = p;
      all.add(
          new Draws(
              "p" + p,
              IntStream.range(0, candidates)
                  .mapToObj(i -> Scores.of(score(stream, prompt, i)))
                  .toList()));
    }
    return new EarlierRun(stream, List.of("s"), candidates, 1, all);
  }

  private static EqualScore equal(EarlierRun uniform, Map<String, Double> scores) {
    return EqualScore.of(uniform, WeightedSum.ofOne(), "s", scores);
  }

  /** Winners of a search that draws one by one until one reaches the mark, or the cap. */
  private static Map<String, Double> until(String stream, int prompts) {
    Map<String, Double> winners = new TreeMap<>();
    for (int p = 0; p < prompts; p++) {
      double best = 0;
      for (int i = 0; i < CAP && best < MARK; i++) {
        best = Math.max(best, score(stream, p, i));
      }
      winners.put("p" + p, best);
    }
    return winners;
  }

  private static double uniformMean(double n) {
    double sum = 0;
    for (double a : POWERS) {
      double below = Math.floor(n);
      double low = below * a / (below * a + 1);
      double high = (below + 1) * a / ((below + 1) * a + 1);
      sum += low + (n - below) * (high - low);
    }
    return sum / POWERS.length;
  }

  /** Who reaches the mark c has E[s | s ≥ c]; who does not has the best of the cap's below it. */
  private static double untilMean() {
    double sum = 0;
    for (double a : POWERS) {
      double fails = Math.pow(MARK, a * CAP);
      double above = a / (a + 1) * (1 - Math.pow(MARK, a + 1)) / (1 - Math.pow(MARK, a));
      sum += (1 - fails) * above + fails * MARK * a * CAP / (a * CAP + 1);
    }
    return sum / POWERS.length;
  }

  private static double truth(double mean) {
    double low = 1;
    double high = CAP;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (uniformMean(middle) < mean) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Test
  void ofManyPromptsItIsTheTruth() {
    double expected = truth(untilMean());
    EqualScore found = equal(uniform("u", 20_000, CAP), until("v", 20_000));
    assertThat(found.candidates()).isCloseTo(expected, within(.03 * expected));
    assertThat(found.prompts()).isEqualTo(20_000);
  }

  @Test
  void theTruthLiesInItsInterval() {
    double expected = truth(untilMean());
    int until = 0;
    int even = 0;
    for (int i = 0; i < 60; i++) {
      EarlierRun uniform = uniform("u" + i + "/", 200, CAP);
      EqualScore found = equal(uniform, until("v" + i + "/", 200));
      until += found.low() <= expected && expected <= found.high() ? 1 : 0;
      Map<String, Double> five = new TreeMap<>();
      for (int p = 0; p < 200; p++) {
        int prompt = p;
        int run = i;
        five.put(
            "p" + p,
            IntStream.range(0, 5)
                .mapToDouble(c -> score("w" + run + "/", prompt, c))
                .max()
                .orElseThrow());
      }
      EqualScore same = equal(uniform, five);
      even += same.low() <= 5 && 5 <= same.high() ? 1 : 0;
    }
    assertThat(List.of(until, even)).allMatch(hits -> hits >= 52);
  }

  @Test
  void whatIsBetterThanAllHasNoNumber() {
    EarlierRun uniform = uniform("u", 20, 4);
    Map<String, Double> ones = new TreeMap<>();
    Map<String, Double> noughts = new TreeMap<>();
    uniform.prompts().forEach(one -> ones.put(one.promptId(), 1.0));
    uniform.prompts().forEach(one -> noughts.put(one.promptId(), 0.0));
    assertThat(equal(uniform, ones).candidates()).isInfinite();
    assertThat(equal(uniform, noughts)).isEqualTo(new EqualScore(1, 1, 1, 20));
  }

  @Test
  void onlyPromptsOfBothCount() {
    EarlierRun uniform = uniform("u", 40, 4);
    Map<String, Double> some = until("v", 10);
    some.put("elsewhere", 7.0);
    assertThat(equal(uniform, some)).isEqualTo(equal(uniform("u", 10, 4), until("v", 10)));
  }
}
