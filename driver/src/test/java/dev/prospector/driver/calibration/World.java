package dev.prospector.driver.calibration;

import dev.prospector.executors.noise.Seeds;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Prompts whose candidates are right each with the prompt's own chance, evenly from 0 to 1, and
 * scored by a normal distribution of standard deviation 1 around 0, or around {@value #APART} if
 * they are right.
 *
 * @param seed of all draws
 */
record World(long seed) {
  private static final double APART = 3;
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** Courses of so many prompts. */
  List<Course> courses(int prompts, int candidates) {
    return IntStream.range(0, prompts).mapToObj(p -> course("p" + p, candidates)).toList();
  }

  private Course course(String prompt, int candidates) {
    double chance = Seeds.uniform(seed, prompt, 0, 0);
    return Course.of(
        prompt,
        IntStream.range(0, candidates).mapToObj(i -> candidate(prompt, chance, i)).toList());
  }

  private Judged candidate(String prompt, double chance, int index) {
    boolean right = Seeds.uniform(seed, prompt, 1, index) < chance;
    double noise =
        NORMAL.inverseCumulativeProbability(Seeds.uniform(seed, prompt, 2, index) + 0x1p-54);
    return new Judged((right ? APART : 0) + noise, right ? Verdict.RIGHT : Verdict.WRONG);
  }
}
