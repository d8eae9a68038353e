package dev.prospector.driver.sweep;

import dev.prospector.driver.api.SearchSpec;
import java.util.Optional;

/**
 * A run of a sweep: an arm's own, or a pool's.
 *
 * @param name the arm's, or of the pool
 * @param directory the run's, a path or a URI
 * @param spec what is searched; empty for a pool that an earlier sweep or submission has left
 * @param nfe what it may cost, of all prompts together
 * @param candidates that this pays for, of all prompts together
 * @param serves how many other arms are told from it
 * @param state what is there of it
 */
public record PlannedRun(
    String name,
    String directory,
    Optional<SearchSpec> spec,
    long nfe,
    long candidates,
    int serves,
    State state) {

  /** How far a run has come. */
  public enum State {
    /** Nothing is there. */
    NEW,
    /** It was begun, or is damaged, or some of its prompts failed: it is gone on with. */
    BEGUN,
    /** It is never run again. */
    DONE
  }

  /** Whether there is something to do. */
  public boolean isOpen() {
    return state != State.DONE;
  }
}
