package dev.prospector.executors.verify.vlm;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls this process may still make to a model, however many verifiers are open: an
 * executor with two GPUs opens two.
 */
final class CallBudget {
  private static final Map<Key, AtomicInteger> MADE = new ConcurrentHashMap<>();

  private record Key(URI completions, String model) {}

  private final AtomicInteger made;
  private final int most;

  private CallBudget(AtomicInteger made, int most) {
    this.made = made;
    this.most = most;
  }

  static CallBudget of(GraderOptions options) {
    Key key = new Key(options.completions(), options.model());
    return new CallBudget(
        MADE.computeIfAbsent(key, unused -> new AtomicInteger()), options.limits().maxCalls());
  }

  /** Takes one call from the budget; false if nothing is left. */
  boolean take() {
    return made.getAndUpdate(calls -> calls < most ? calls + 1 : calls) < most;
  }

  /** What to say when nothing is left. */
  String spent() {
    return "the cap of %d calls per process is reached; verifier option '%s.%s' sets it"
        .formatted(most, VlmGrader.NAME, CallLimits.MAX_CALLS);
  }
}
