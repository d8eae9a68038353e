package dev.prospector.driver.search;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Features;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.candidate.Scores;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One prompt's survivors that differ in their names, their fresh noise and their scores alone, in
 * columns: some 20 bytes each, where the objects take 150. Pruning keeps half of its candidates, so
 * a wave of it would be mostly survivors.
 */
final class CompactSurvivors extends AbstractList<ScoredCandidate> {
  private static final int NO_PARENT = -1;

  /** What all of them share. */
  private record Common(
      int prompt,
      int round,
      int parentRound,
      List<Leg> walked,
      Leg leg,
      Readout readout,
      int verifiers) {

    static Common of(ScoredCandidate one) {
      Candidate candidate = one.candidate();
      return new Common(
          candidate.id().prompt(),
          candidate.id().round(),
          candidate.parent() == null ? CandidateId.FIRST_SAMPLE : candidate.parent().round(),
          candidate.walked(),
          candidate.leg(),
          candidate.readout(),
          one.scores().size());
    }
  }

  private final Common common;
  private final int[] indices;
  private final int[] parents;

  /** Unsigned. */
  private final int[] seeds;

  private final double[] scores;

  private CompactSurvivors(Common common, List<ScoredCandidate> survivors) {
    int n = survivors.size();
    this.common = common;
    this.indices = new int[n];
    this.parents = new int[n];
    this.seeds = new int[n];
    this.scores = new double[n * common.verifiers];
    for (int i = 0; i < n; i++) {
      Candidate candidate = survivors.get(i).candidate();
      CandidateId parent = candidate.parent();
      indices[i] = candidate.id().index();
      parents[i] = parent == null ? NO_PARENT : parent.index();
      seeds[i] = (int) candidate.lineage().seed();
      double[] mine = survivors.get(i).scores().toArray();
      System.arraycopy(mine, 0, scores, i * mine.length, mine.length);
    }
  }

  /** The same survivors, in columns if they are alike. */
  static List<ScoredCandidate> compact(List<ScoredCandidate> survivors) {
    if (survivors instanceof CompactSurvivors) {
      return survivors;
    }
    if (survivors.size() < 2) {
      return List.copyOf(survivors);
    }
    Common common = Common.of(survivors.get(0));
    boolean alike =
        survivors.stream()
            .allMatch(
                one ->
                    Common.of(one).equals(common)
                        && one.candidate().lineage().isFresh()
                        && one.features().isEmpty());
    return alike ? new CompactSurvivors(common, survivors) : List.copyOf(survivors);
  }

  @Override
  public ScoredCandidate get(int i) {
    Objects.checkIndex(i, indices.length);
    CandidateId id = new CandidateId(common.prompt, common.round, indices[i]);
    CandidateId parent =
        parents[i] == NO_PARENT
            ? null
            : new CandidateId(common.prompt, common.parentRound, parents[i]);
    Candidate candidate =
        new Candidate(
            id,
            NoiseLineage.fresh(Integer.toUnsignedLong(seeds[i])),
            parent,
            common.walked,
            common.leg,
            common.readout);
    int from = i * common.verifiers;
    Scores mine = Scores.of(Arrays.copyOfRange(scores, from, from + common.verifiers));
    return new ScoredCandidate(candidate, mine, Features.NONE);
  }

  @Override
  public int size() {
    return indices.length;
  }
}
