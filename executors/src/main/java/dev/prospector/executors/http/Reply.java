package dev.prospector.executors.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What came of one call. */
public sealed interface Reply {

  /** A body to read. */
  record Answered(String body) implements Reply {}

  /**
   * None.
   *
   * @param status of HTTP; 0 if no answer came, or none that was read
   * @param trouble what happened
   * @param passing whether it may go well next time
   * @param retryAfter how long the server asks to be left alone
   */
  record Failed(int status, String trouble, boolean passing, Optional<Duration> retryAfter)
      implements Reply {}

  /** Of a call without an answer. */
  static Reply lost(String trouble) {
    return new Failed(0, trouble, true, Optional.empty());
  }

  /** Of a call whose answer is of no use, and would be none the next time. */
  static Reply refused(String trouble) {
    return new Failed(0, trouble, false, Optional.empty());
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
        status,
        "HTTP %d %s".formatted(status, Excerpt.of(body)),
        passing,
        retryAfter.flatMap(header -> Backoff.retryAfter(header, Instant.now())));
  }
}
