package dev.prospector.driver.sweep;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * A sweep that nothing stands against: what is run, and what of it is there.
 *
 * @param out the sweep's directory
 * @param record which run tells of each arm
 * @param runs pools first, then the arms that run themselves
 * @param nfeAlone what all arms would cost if each ran by itself
 * @param left names of runs in the directory that no arm of this sweep needs; they stay
 * @param notes what to know though nothing is wrong, a sentence each
 */
public record SweepPlan(
    String out,
    SweepRecord record,
    List<PlannedRun> runs,
    long nfeAlone,
    List<String> left,
    List<String> notes) {
  public SweepPlan {
    runs = List.copyOf(runs);
    left = List.copyOf(left);
    notes = List.copyOf(notes);
  }

  /** How many arms there are. */
  public int arms() {
    return record.arms().size();
  }

  /** How many of them are told from the candidates of another run. */
  public int derived() {
    return (int) record.arms().stream().filter(SweepRecord.Entry::derived).count();
  }

  /** What all runs cost, those that are done too. */
  public long nfe() {
    return runs.stream().mapToLong(PlannedRun::nfe).sum();
  }

  /** Writes down which run tells of which arm, in place of what is written there. */
  public void write(Configuration conf) throws IOException {
    record.write(out, conf);
  }

  /** The runs that are to be begun or gone on with. */
  public List<PlannedRun> open() {
    return runs.stream().filter(PlannedRun::isOpen).toList();
  }
}
