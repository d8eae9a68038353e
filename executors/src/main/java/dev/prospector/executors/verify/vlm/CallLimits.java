package dev.prospector.executors.verify.vlm;

import dev.prospector.executors.settings.Setting;
import java.time.Duration;

/**
 * How a model is called.
 *
 * @param concurrency calls at once, per open verifier
 * @param maxCalls per process, retries included
 * @param timeoutSeconds for one call, until the last byte of its answer
 * @param attempts calls per image, 1 for no retry
 * @param backoffSeconds wait before the first retry; each further one doubles it
 */
record CallLimits(
    @Setting(
            by = "8",
            min = 1,
            max = 256,
            label = "N",
            help = "Calls at once per open verifier, that is per executor and GPU.")
        int concurrency,
    @Setting(
            by = "100000",
            min = 1,
            max = 1_000_000_000,
            label = "N",
            help = "Calls per executor process to this endpoint and model; retries count.")
        int maxCalls,
    @Setting(
            by = "120",
            min = .001,
            max = 86_400,
            label = "S",
            help = "For one call, to the last byte of its answer.")
        double timeoutSeconds,
    @Setting(by = "5", min = 1, max = 100, label = "N", help = "Calls per image, 1 for no retry.")
        int attempts,
    @Setting(
            by = "1",
            min = 0,
            max = 60,
            label = "S",
            help = "Wait before the first retry; doubles each time, up to 60 s.")
        double backoffSeconds) {

  /** The option that bounds what a process pays. */
  static final String MAX_CALLS = "max-calls";

  Duration timeout() {
    return seconds(timeoutSeconds);
  }

  Duration backoff() {
    return seconds(backoffSeconds);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }
}
