package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Where a run keeps what it did: a directory, from which it can be taken up again, or this driver's
 * memory. Failures to read or write are {@link java.io.UncheckedIOException}s.
 */
public sealed interface RunStore permits DirectoryStore, MemoryStore {

  /** What a wave came to, if it was committed. */
  Optional<WaveRecord> wave(int wave);

  /** The waves of which there is a commit, or the commit of a round. */
  Set<Integer> waves();

  /** Whose search a wave was, as far as commits tell: ids in their order; empty if they don't. */
  List<String> promptIds(int wave);

  /**
   * What of committed files is missing or differs from its commit, in words, by paths below the
   * run's directory. Found when the store was opened; what is made again stays here.
   */
  SortedMap<String, String> damage();

  /** What a round came to, if it was committed. */
  Optional<RoundRecord> round(int wave, int round);

  /** The outcomes of a committed round; empty if other candidates were evaluated in it. */
  Optional<List<Outcome>> recall(int wave, int round, List<Candidate> candidates, Wave prompts);

  /** Takes away a round and all after it, which a session is not to be told of. */
  void forget(int wave, int round);

  /**
   * Commits a round.
   *
   * @param nfeSpent evaluations of D, repeated ones included
   * @param seconds it took
   * @return its commit, if anything is written
   */
  Optional<RoundRecord> commit(
      int wave,
      int round,
      List<Candidate> candidates,
      List<Outcome> outcomes,
      Wave prompts,
      long nfeSpent,
      double seconds);

  /**
   * Writes a wave's rows, whose images executors hold.
   *
   * @return the files, if any are written
   */
  List<CommittedFile> write(
      JavaSparkContext spark,
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      RetainedRows retained);

  /** Commits a wave, whose rows are written. */
  void commit(WaveRecord wave);
}
