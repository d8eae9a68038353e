package dev.prospector.driver.search;

import java.util.List;

/** Which of a prompt's candidates go on from a look. */
public interface SurvivorSelection {

  /** The best. */
  SurvivorSelection BEST =
      new SurvivorSelection() {
        @Override
        public List<ScoredCandidate> keep(List<ScoredCandidate> x, int kept, SearchSpace space) {
          return space.objective().best(x, kept).values();
        }

        @Override
        public boolean comparesFeatures() {
          return false;
        }
      };

  /**
   * Those that go on.
   *
   * @param x those that did not fail
   * @param kept how many at most
   * @return the best first, of equals the one that was drawn first
   */
  List<ScoredCandidate> keep(List<ScoredCandidate> x, int kept, SearchSpace space);

  /** Whether looks have to carry features. */
  boolean comparesFeatures();
}
