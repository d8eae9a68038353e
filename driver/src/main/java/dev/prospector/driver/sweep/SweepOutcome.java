package dev.prospector.driver.sweep;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a sweep has ended.
 *
 * @param failed why runs have no results, by their names
 * @param failedPrompts how many prompts of the runs that it did have no image, over all of them
 */
public record SweepOutcome(SortedMap<String, String> failed, long failedPrompts) {
  public SweepOutcome {
    failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
  }
}
