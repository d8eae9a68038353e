package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Prompt;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What looks at unfinished candidates tell of their final scores: learnt elsewhere. */
public interface LookPredictor {
  /** δ, unless told otherwise. */
  double RISK = 0.05;

  /** ε, unless told otherwise, in standard deviations of a typical prompt. */
  double MARGIN = 0.1;

  /** Where it looks: levels of noise, decreasing, above 0. */
  List<Double> levels();

  /**
   * The final scores of one prompt's candidates.
   *
   * @param seen of those that are still there, after the first look or a later one
   * @return the same on every machine
   */
  Prediction predict(Prompt prompt, Looks seen);

  /**
   * Final scores as independent normal numbers, up to what all of a prompt share, in standard
   * deviations of the prompt's final scores.
   *
   * @param means one for each candidate, at least one
   * @param variance of each, above 0
   * @param spread the standard deviation of the prompt's final scores in those of a typical prompt,
   *     above 0
   */
  record Prediction(List<Double> means, double variance, double spread) {
    public Prediction {
      means = List.copyOf(means);
    }

    /**
     * The fewest that have the best among them, or one that is hardly worse.
     *
     * @param risk δ, that they do not
     * @param margin ε, in standard deviations of a typical prompt
     * @param least how many there are to be
     * @param most how many there may be, of those that there are
     * @return their places, the most promising first
     */
    public List<Integer> fewest(double risk, double margin, int least, int most) {
      List<Integer> order =
          IntStream.range(0, means.size())
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -means.get(i)))
              .toList();
      double[] sorted = order.stream().mapToDouble(means::get).toArray();
      double[] chances = ChanceOfBest.of(sorted, variance, margin / spread);
      int c = least;
      while (c < most && chances[c - 1] < 1 - risk) {
        c++;
      }
      return order.subList(0, c);
    }
  }
}
