package dev.prospector.driver.cluster;

/**
 * Ends a search whose candidates all fail, before it has paid for the others. It can be resumed.
 */
public final class NothingSucceedsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NothingSucceedsException(int candidates, int prompts, String reason) {
    super(
        "the last %d candidates, of %d prompts, all failed, the latest with: %s"
            .formatted(candidates, prompts, reason));
  }
}
