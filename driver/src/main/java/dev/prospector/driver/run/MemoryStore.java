package dev.prospector.driver.run;

import dev.prospector.driver.cluster.HeldSample;
import dev.prospector.driver.cluster.RoundNames;
import dev.prospector.driver.cluster.Wave;
import dev.prospector.driver.record.CommittedFile;
import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.WaveRecord;
import dev.prospector.driver.results.ResultSlot;
import dev.prospector.driver.results.RetainedRows;
import dev.prospector.driver.results.Winners;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Rows with their images in this driver's memory; nothing else is kept, and nothing is written. */
public final class MemoryStore implements RunStore {
  private final SearchPlan plan;

  /** By wave, which may end in any order. */
  private final SortedMap<Integer, List<ResultRow>> rows = new ConcurrentSkipListMap<>();

  private final SortedMap<Integer, List<ResultRow>> firstSamples = new ConcurrentSkipListMap<>();

  /**
   * An empty one.
   *
   * @param plan of the search whose rows it holds
   */
  public MemoryStore(SearchPlan plan) {
    this.plan = plan;
  }

  /** Rows of rank 1 and on, and of prompts that failed, in the prompts' order. */
  public List<ResultRow> rows() {
    return rows.values().stream().flatMap(List::stream).toList();
  }

  /** Rows of rank 0. */
  public List<ResultRow> firstSamples() {
    return firstSamples.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public Optional<WaveRecord> wave(int wave) {
    return Optional.empty();
  }

  @Override
  public Set<Integer> waves() {
    return Set.of();
  }

  @Override
  public List<String> promptIds(int wave) {
    return List.of();
  }

  @Override
  public SortedMap<String, String> damage() {
    return Collections.emptySortedMap();
  }

  @Override
  public Optional<RoundRecord> round(int wave, int round) {
    return Optional.empty();
  }

  @Override
  public Optional<List<Outcome>> recall(
      int wave, int round, List<Candidate> candidates, Wave prompts) {
    throw new IllegalStateException("nothing is recalled from memory");
  }

  @Override
  public void forget(int wave, int round) {}

  @Override
  public Optional<RoundRecord> commit(
      int wave,
      int round,
      List<Candidate> candidates,
      List<Outcome> outcomes,
      Wave prompts,
      long nfeSpent,
      double seconds) {
    return Optional.empty();
  }

  @Override
  public List<CommittedFile> write(
      JavaSparkContext spark,
      RoundNames names,
      List<ResultSlot> slots,
      JavaRDD<HeldSample> images,
      RetainedRows retained) {
    List<ResultRow> made =
        new Winners(spark).collect(names, slots, images, plan.origin(), plan.verifiers());
    List<ResultRow> ranked = new ArrayList<>();
    List<ResultRow> first = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      (slots.get(i).rank() > 0 ? ranked : first).add(made.get(i));
    }
    rows.put(names.wave(), ranked);
    firstSamples.put(names.wave(), first);
    return List.of();
  }

  @Override
  public void commit(WaveRecord wave) {}
}
