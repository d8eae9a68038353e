package dev.prospector.executors.verify.vlm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of one call. */
sealed interface Reply {

  /** A body to read. */
  record Answered(String body) implements Reply {}

  /**
   * None.
   *
   * @param trouble what happened
   * @param passing whether it may go well next time
   * @param retryAfter how long the server asks to be left alone
   */
  record Failed(String trouble, boolean passing, Optional<Duration> retryAfter) implements Reply {}

  /** Of a call without an answer. */
  static Reply lost(String trouble) {
    return new Failed(trouble, true, Optional.empty());
  }

  /**
   * Of an answered call.
   *
   * @param retryAfter the header
   */
  static Reply of(int status, String body, Optional<String> retryAfter) {
    if (status / 100 == 2) {
      return new Answered(body);
    }
    boolean passing = status == 408 || status == 429 || status >= 500;
    return new Failed(
        "HTTP %d %s".formatted(status, Excerpt.of(body)),
        passing,
        retryAfter.flatMap(header -> Backoff.retryAfter(header, Instant.now())));
  }
}
