package dev.prospector.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void waitsDoubleUpToAMinute() {
    Backoff backoff = new Backoff(Duration.ofMillis(1500));
    assertThat(
            IntStream.rangeClosed(1, 8)
                .mapToLong(attempt -> backoff.after(attempt, Optional.empty()).toMillis()))
        .containsExactly(1500L, 3000L, 6000L, 12000L, 24000L, 48000L, 60000L, 60000L);
    assertThat(backoff.after(100, Optional.empty())).isEqualTo(Backoff.LONGEST);
    assertThat(new Backoff(Duration.ZERO).after(100, Optional.empty())).isZero();
  }

  @Test
  void theServerMayAskForMoreButNotForLess() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2));
    assertThat(backoff.after(1, Optional.of(Duration.ofSeconds(90)))).hasSeconds(90);
    assertThat(backoff.after(1, Optional.of(Duration.ZERO))).hasSeconds(2);
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(Backoff.retryAfter(" 7 ", NOW)).hasValue(Duration.ofSeconds(7));
    assertThat(Backoff.retryAfter("Sun, 01 Mar 2026 12:00:30 GMT", NOW))
        .hasValue(Duration.ofSeconds(30));
    assertThat(Backoff.retryAfter("Sun, 01 Mar 2026 11:00:00 GMT", NOW)).hasValue(Duration.ZERO);
    assertThat(Backoff.retryAfter("soon", NOW)).isEmpty();
    assertThat(Backoff.retryAfter("-1", NOW)).isEmpty();
  }
}
