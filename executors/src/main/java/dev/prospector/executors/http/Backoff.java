package dev.prospector.executors.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long to wait before a retry. No jitter: a run's calls differ in length by themselves.
 *
 * @param first wait before the first retry; each further one doubles it, up to {@link #LONGEST}
 */
public record Backoff(Duration first) {
  static final Duration LONGEST = Duration.ofSeconds(60);

  /** Servers that ask for more are not waited for: a task would hold its executor for nothing. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  /**
   * The wait after a failed call.
   *
   * @param attempt which call of its question failed, from 1
   * @param asked the server's {@code Retry-After}, if it could be read
   * @return at least as long as the server asked for
   */
  public Duration after(int attempt, Optional<Duration> asked) {
    // The wait is at its longest well before the shift overflows.
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, 40));
    Duration own = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return asked.filter(longer -> longer.compareTo(own) > 0).orElse(own);
  }

  /**
   * Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date.
   *
   * @return not negative; empty if it is neither
   */
  static Optional<Duration> retryAfter(String header, Instant now) {
    String text = header.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(date.isBefore(now) ? Duration.ZERO : Duration.between(now, date));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
