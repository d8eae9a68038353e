package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Scores;
import java.util.List;

/** Under an oracle: nobody is better than another until all are there to choose from. */
public record NoObjective() implements Objective {

  @Override
  public double[] values(List<Scores> pool) {
    return new double[pool.size()];
  }

  @Override
  public boolean dependsOnPool() {
    return true;
  }

  @Override
  public boolean respectsDominance() {
    return false;
  }

  @Override
  public int searched() {
    return 0;
  }
}
