package dev.prospector.driver.record;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A wave's commit: its rows are in the results.
 *
 * @param wave its number
 * @param promptIds whose search it was, in their order
 * @param failed those without an image, with the NFE credited to them
 * @param totals what it cost
 */
public record WaveRecord(
    int wave, List<String> promptIds, SortedMap<String, Long> failed, RunRecord.Totals totals) {

  public WaveRecord {
    promptIds = List.copyOf(promptIds);
    failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
  }
}
