package dev.prospector.driver.sweep;

import dev.prospector.driver.api.SearchSpec;
import dev.prospector.executors.settings.SettingValues;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one arm of a sweep came to by one metric. There is one for each arm and metric; a curve over
 * budgets is made of arms that differ in what they may spend.
 *
 * @param arm its name
 * @param settings by key, every one in which arms of the sweep differ, as a text, and the names of
 *     those that go together; all observations of a sweep have the same keys
 * @param nfe network evaluations credited to all prompts together
 * @param candidates whole trajectories of the search that this pays for, per prompt on average
 * @param metric {@link #SEARCHED}, a verifier's name for what it says of the winners, {@link
 *     #right} of a verifier for the share that is right by it, or {@link #VENDI}
 * @param byPrompt in the prompts' order; NaN for a prompt without an image. Of {@link #VENDI},
 *     which is about all winners together, one number
 * @param derived whether the arm did not run, and each number is what it was expected to find, told
 *     from another run's candidates without bias; then a share is between 0 and 1
 */
@SuppressWarnings("ArrayRecordComponent") // Is copied, and compared by its content.
public record Observation(
    String arm,
    SortedMap<String, String> settings,
    long nfe,
    double candidates,
    String metric,
    double[] byPrompt,
    boolean derived) {

  /** What the search maximised: for an ensemble a rank, which only means something in its pool. */
  public static final String SEARCHED = "searched";

  /** How many different winners there are in effect (Friedman and Dieng 2023). */
  public static final String VENDI = "vendi";

  private static final String RIGHT = "right:";
  private static final SettingValues KNOWN = SearchSpec.noValues();

  public Observation {
    Objects.requireNonNull(arm, "arm");
    Objects.requireNonNull(metric, "metric");
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    byPrompt = byPrompt.clone();
  }

  /** The share of winners of which a verifier that says 0 or 1 says 1. */
  public static String right(String verifier) {
    return RIGHT + verifier;
  }

  /** Whether a key is a setting of a search, and not the name of several that go together. */
  public static boolean isSetting(String key) {
    return KNOWN.knows(key);
  }

  /** Of each prompt; the caller's own. */
  @Override
  public double[] byPrompt() {
    return byPrompt.clone();
  }

  /** Over the prompts that have an image; NaN if none has. */
  public double mean() {
    return Arrays.stream(byPrompt).filter(Double::isFinite).average().orElse(Double.NaN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Observation o
        && arm.equals(o.arm)
        && settings.equals(o.settings)
        && nfe == o.nfe
        && Double.compare(candidates, o.candidates) == 0
        && metric.equals(o.metric)
        && Arrays.equals(byPrompt, o.byPrompt)
        && derived == o.derived;
  }

  @Override
  public int hashCode() {
    return Objects.hash(arm, settings, nfe, candidates, metric, derived) * 31
        + Arrays.hashCode(byPrompt);
  }

  @Override
  public String toString() {
    return "%s: %s %s".formatted(arm, metric, mean());
  }
}
