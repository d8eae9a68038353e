package dev.prospector.driver.sweep;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.RunDirectory;
import java.util.Optional;

/** What a sweep tells about itself; runs tell of themselves in threads of their own. */
public interface SweepListener {

  /** A run begins, or is gone on with. */
  default RunListener begins(PlannedRun run) {
    return new RunListener() {};
  }

  /** All but the last file of a run, its commit, is written. */
  default void beforeCommit(RunDirectory directory) {}

  /**
   * A run has ended.
   *
   * @param failedPrompts how many have no image
   * @param failure why there are no results at all, in a sentence
   */
  default void ended(PlannedRun run, long failedPrompts, Optional<String> failure) {}
}
