package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where a run keeps what it did: a directory, from which it can be taken up again, or this driver's
 * memory. Failures to read or write are {@link java.io.UncheckedIOException}s.
 */
public sealed interface RunStore permits DirectoryStore, MemoryStore {

  /** What a wave came to, if it was committed. */
  Optional<WaveRecord> wave(int wave);

  /** What a round came to, if it was committed. */
  Optional<RoundRecord> round(int wave, int round);

  /**
   * The outcomes of a committed round.
   *
   * @throws IllegalStateException if other candidates were evaluated in it
   */
  List<Outcome> recall(int wave, int round, List<Candidate> candidates, Wave prompts);

  /**
   * Commits a round.
   *
   * @param nfeSpent evaluations of D, repeated ones included
   * @param seconds it took
   */
  void commit(
      int wave,
      int round,
      List<Candidate> candidates,
      List<Outcome> outcomes,
      Wave prompts,
      long nfeSpent,
      double seconds);

  /** Writes a wave's rows, whose images executors hold. */
  void write(
      JavaSparkContext spark,
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      RetainedRows retained);

  /** Commits a wave, whose rows are written. */
  void commit(WaveRecord wave);
}
