package dev.prospector.driver.budget;

import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/**
 * How likely candidates pass, which differs from prompt to prompt: a prompt's rate is Beta(a, b),
 * fitted to what became of all prompts of the wave (empirical Bayes; the beta-binomial of ReD,
 * "Reset and Discard", arXiv 2601.21522). After f failures the next candidate passes with
 *
 * <pre>
 *   P = a / (a + b + f)
 * </pre>
 *
 * @param a of the beta distribution, above 0
 * @param b of the beta distribution, above 0
 */
public record PassRate(double a, double b) {
  private static final int GRID = 40;
  private static final double LEAST = 0.05;
  private static final double MOST = 50;

  /**
   * Who had how many candidates when it ended, or stands there.
   *
   * @param before candidates that are known not to have passed
   * @param drawn candidates in all; one of those in between passed, if any did
   */
  record Course(long before, long drawn, boolean passed) implements Comparable<Course> {
    @Override
    public int compareTo(Course other) {
      int order = Long.compare(drawn, other.drawn);
      return order == 0 ? Boolean.compare(passed, other.passed) : order;
    }
  }

  /**
   * The likeliest on a grid of {@value #GRID} by {@value #GRID}, evenly in log a and log b from
   * 0.05 to 50, under a standard normal of both, which keeps a small wave from certainty.
   *
   * @param courses how many prompts took each
   */
  static PassRate fit(SortedMap<Course, Integer> courses) {
    int most = courses.isEmpty() ? 0 : Math.toIntExact(courses.lastKey().drawn());
    return likeliest(
        rate -> {
          double[] survival = rate.survival(most);
          double likelihood = 0;
          for (Map.Entry<Course, Integer> entry : courses.entrySet()) {
            likelihood += entry.getValue() * logLikelihood(entry.getKey(), survival);
          }
          return likelihood;
        });
  }

  /**
   * The likeliest on the same grid where it is known of every candidate whether it passes.
   *
   * @param prompts how many prompts have so many that pass, from none of them to all
   */
  public static PassRate ofCounts(int[] prompts) {
    int n = prompts.length - 1;
    return likeliest(
        rate -> {
          double likelihood = 0;
          for (int passes = 0; passes <= n; passes++) {
            if (prompts[passes] > 0) {
              likelihood += prompts[passes] * rate.logChance(passes, n - passes);
            }
          }
          return likelihood;
        });
  }

  private static PassRate likeliest(ToDoubleFunction<PassRate> logLikelihood) {
    PassRate best = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < GRID; i++) {
      for (int j = 0; j < GRID; j++) {
        PassRate rate = new PassRate(at(i), at(j));
        double prior = -(square(Math.log(rate.a)) + square(Math.log(rate.b))) / 2;
        double likelihood = prior + logLikelihood.applyAsDouble(rate);
        if (likelihood > highest) {
          highest = likelihood;
          best = rate;
        }
      }
    }
    return best;
  }

  /** log of B(a + s, b + f) / B(a, b): of so many in a given order that pass, and that fail. */
  private double logChance(int passes, int failures) {
    double sum = 0;
    for (int i = 0; i < passes; i++) {
      sum += Math.log((a + i) / (a + b + i));
    }
    for (int i = 0; i < failures; i++) {
      sum += Math.log((b + i) / (a + b + passes + i));
    }
    return sum;
  }

  /** What is known of a prompt of which so many have passed and so many have not. */
  public PassRate after(long passes, long failures) {
    return new PassRate(a + passes, b + failures);
  }

  private static double square(double x) {
    return x * x;
  }

  private static double at(int step) {
    return LEAST * Math.pow(MOST / LEAST, step / (GRID - 1.0));
  }

  /** The share of prompts of which n candidates all fail: B(a, b + n) / B(a, b). */
  public double survives(int n) {
    return survival(n)[n];
  }

  /** The same of 0 candidates to so many. */
  private double[] survival(int most) {
    double[] shares = new double[most + 1];
    shares[0] = 1;
    for (int j = 0; j < most; j++) {
      shares[j + 1] = shares[j] * ((b + j) / (a + b + j));
    }
    return shares;
  }

  /** The chance of one that passes, after so many that did not. */
  public double nextPasses(long failures) {
    return a / (a + b + failures);
  }

  private static double logLikelihood(Course course, double[] survival) {
    double all = survival[Math.toIntExact(course.drawn)];
    return Math.log(course.passed ? survival[Math.toIntExact(course.before)] - all : all);
  }
}
