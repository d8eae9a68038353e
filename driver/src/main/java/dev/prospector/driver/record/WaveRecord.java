package dev.prospector.driver.record;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A wave's commit: its rows are in the results.
 *
 * @param wave its number
 * @param promptIds whose search it was, in their order
 * @param failed those without an image, with the NFE credited to them
 * @param totals what it cost
 * @param rounds the commits of its rounds, in their order
 * @param files that hold its rows and images, in the order of their paths; a later wave's commit
 *     that names one of them too is the one that counts
 */
public record WaveRecord(
    int wave,
    List<String> promptIds,
    SortedMap<String, Long> failed,
    RunRecord.Totals totals,
    List<RoundRecord> rounds,
    List<CommittedFile> files) {

  public WaveRecord {
    promptIds = List.copyOf(promptIds);
    failed = Collections.unmodifiableSortedMap(new TreeMap<>(failed));
    Objects.requireNonNull(totals, "totals");
    rounds = List.copyOf(rounds);
    files = List.copyOf(files);
  }
}
