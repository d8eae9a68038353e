package dev.prospector.driver.cluster;

import dev.prospector.executors.candidate.Outcome;
import java.util.HashSet;
import java.util.Set;

/**
 * Notices that nothing succeeds any more, as when a verifier's endpoint is gone: candidates of
 * several prompts fail, one after the other. What fails for one prompt alone does not count.
 */
final class FailureStreak {
  private static final int CANDIDATES = 100;
  private static final int PROMPTS = 5;

  private final int prompts;
  private final Set<Integer> failing = new HashSet<>();
  private int candidates;

  /**
   * Begins with nothing.
   *
   * @param prompts that there are
   */
  FailureStreak(int prompts) {
    this.prompts = prompts;
  }

  /**
   * Takes outcomes as they come.
   *
   * @throws NothingSucceedsException if they make it hopeless to go on
   */
  synchronized void add(Outcome[] outcomes) {
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failed) {
        candidates++;
        failing.add(failed.id().prompt());
        if (candidates >= CANDIDATES && failing.size() >= Math.min(PROMPTS, prompts)) {
          throw new NothingSucceedsException(candidates, failing.size(), failed.reason());
        }
      } else {
        candidates = 0;
        failing.clear();
      }
    }
  }
}
