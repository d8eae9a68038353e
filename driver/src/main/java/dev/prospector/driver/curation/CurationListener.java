package dev.prospector.driver.curation;

import dev.prospector.driver.api.RunningSearch;
import dev.prospector.driver.cluster.RunListener;

/** Listens to a night's work. */
public interface CurationListener {

  /**
   * Nothing stands against the night: from here on no one else works in the directory, and whatever
   * happens to this process, the same night goes on.
   *
   * @param directory of the data set, which is there now
   */
  default void begins(String directory) {}

  /**
   * A search begins, or is gone on with.
   *
   * @param directory of its run
   * @param prompts that it has
   * @param nfe that it may cost at most, with what it has cost already
   * @return who listens to its rounds
   */
  default RunListener searchBegins(String directory, int prompts, long nfe) {
    return new RunListener() {};
  }

  /** The search is running and can be cancelled. */
  default void searching(RunningSearch search) {}

  /**
   * Something to know though nothing is wrong.
   *
   * @param sentence without a full stop
   */
  default void note(String sentence) {}

  /**
   * A step has begun.
   *
   * @param name such as a rule
   */
  default void step(String name) {}
}
