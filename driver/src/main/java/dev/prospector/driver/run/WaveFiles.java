package dev.prospector.driver.run;

import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Sharding;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which result files a wave writes: all that hold rows of its prompts, or some of them once more.
 *
 * @param sharding which rows lie in which
 * @param shards to be written
 * @param retained rows of other prompts that stay in them
 * @param others that the wave committed before and that stay as they are
 */
record WaveFiles(
    Sharding sharding, Set<Integer> shards, RetainedRows retained, List<CommittedFile> others) {

  /** The rows that go into them. */
  List<ResultSlot> rows(List<ResultSlot> slots) {
    return slots.stream().filter(slot -> shards.contains(sharding.of(slot.ordinal()))).toList();
  }

  /** All of the wave's files, some of which have just been written. */
  List<CommittedFile> with(List<CommittedFile> written) {
    return Stream.concat(others.stream(), written.stream())
        .sorted(Comparator.comparing(CommittedFile::path))
        .toList();
  }
}
