package dev.prospector.executors.sampling;

import java.util.function.IntToDoubleFunction;

/**
 * Levels of a network that was trained at discrete steps: which of its steps a trajectory visits,
 * and how what lies between the first and the last of them is spread. All that diffusers'
 * schedulers do differently is data here; docs/bundles.md has the formulas.
 *
 * @param table the training steps' levels
 * @param spacing which training steps are visited
 * @param offset added to {@link Spacing#LEADING} steps
 * @param extra points that are spaced out and then dropped at the low end
 * @param rounded whether {@link Spacing#LINSPACE} visits whole steps only
 * @param spread how levels lie between the ends
 * @param start what N(0, 1) is multiplied by
 * @param end where the last step leads to
 */
public record DiscreteSchedule(
    TrainingSteps table,
    Spacing spacing,
    int offset,
    int extra,
    boolean rounded,
    Spread spread,
    Start start,
    End end)
    implements NoiseSchedule {

  /** Lin et al. 2023, table 2. */
  public enum Spacing {
    LINSPACE,
    LEADING,
    TRAILING
  }

  /** What lies between the ends. */
  public enum Spread {
    /** The visited steps' own levels. */
    SPACED,
    /** {@link KarrasSchedule} with rho 7 between the first and the last visited step's levels. */
    KARRAS,
    /** {@link KarrasSchedule} with rho 7 between the last and the first training step's levels. */
    KARRAS_TABLE
  }

  /** What N(0, 1) is multiplied by to start at the first level. */
  public enum Start {
    /** Sigma: pure noise in the variance-exploding view. */
    SIGMA,
    /** {@code sqrt(sigma² + 1)}: pure noise in the variance-preserving view. */
    NORM
  }

  /** Where the last step leads to. */
  public enum End {
    /** The clean sample. */
    ZERO,
    /** The level of training step 0, in the variance-preserving view. */
    FIRST
  }

  public DiscreteSchedule {
    if (offset < 0 || extra < 0) {
      throw new IllegalArgumentException(
          "offset %d, extra %d, expected 0 or more".formatted(offset, extra));
    }
  }

  @Override
  public double[] sigmas(int steps) {
    Trajectory.requireSteps(steps);
    int points = steps + extra;
    if (points > table.count()) {
      throw new IllegalArgumentException(
          "%d steps, expected at most the %d training steps"
              .formatted(steps, table.count() - extra));
    }
    IntToDoubleFunction visited = visited(steps, points);
    double[] sigmas = new double[steps + 1];
    for (int i = 0; i < steps; i++) {
      double t = Math.min(visited.applyAsDouble(i), table.count() - 1);
      sigmas[i] = table.sigma(t);
    }
    return switch (spread) {
      case SPACED -> sigmas;
      case KARRAS -> karras(sigmas[steps - 1], sigmas[0], steps);
      case KARRAS_TABLE -> karras(table.sigma(0), table.sigma(table.count() - 1), steps);
    };
  }

  /** The training step that the trajectory's i-th evaluation visits. */
  private IntToDoubleFunction visited(int steps, int points) {
    int all = table.count();
    return switch (spacing) {
      case LINSPACE -> {
        double apart = points == 1 ? 0 : (all - 1.0) / (points - 1);
        int top = points - 1;
        yield i -> {
          double t = points == 1 ? 0 : (top - i) * apart;
          return rounded ? Math.rint(t) : t;
        };
      }
      case LEADING -> {
        int apart = all / points;
        yield i -> (points - 1 - i) * apart + offset;
      }
      case TRAILING -> i -> Math.rint(all - (double) i * all / steps) - 1;
    };
  }

  private static double[] karras(double least, double most, int steps) {
    if (steps == 1) {
      return new double[] {most, 0};
    }
    return new KarrasSchedule(least, most).sigmas(steps);
  }

  @Override
  public double initialScale(double sigma) {
    return start == Start.NORM ? Math.hypot(1, sigma) : sigma;
  }

  @Override
  public double residual() {
    return end == End.FIRST ? table.sigma(0) : 0;
  }
}
