package dev.prospector.driver.run;

import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Outcome;
import java.util.List;

/** Adds up what a wave's accepted outcomes cost: credited, so exact whatever was retried. */
final class WaveTotals {
  private final int batch;
  private long candidates;
  private long nfe;
  private long nfeFirstSamples;
  private long forwards;
  private long decodes;
  private long verifications;
  private long halved;
  private Stages stages = Stages.NONE;

  /**
   * Begins with nothing.
   *
   * @param batch the run's batch size
   */
  WaveTotals(int batch) {
    this.batch = batch;
  }

  void add(int round, List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      Cost cost = outcome.cost();
      if (round == CandidateId.FIRST_SAMPLE) {
        nfeFirstSamples += cost.nfe();
      } else {
        candidates++;
        nfe += cost.nfe();
      }
      forwards += cost.forwards();
      decodes += cost.decodes();
      verifications += cost.verifications();
      halved += cost.batch() < batch ? 1 : 0;
      stages = stages.plus(cost.stages());
    }
  }

  long nfe() {
    return nfe;
  }

  /**
   * The wave's totals.
   *
   * @param prompts with images
   * @param failed without
   * @param nfeSpent what executors evaluated, repeated evaluations included
   * @param nfePadding what they evaluated besides, to fill batches
   */
  Totals totals(long prompts, long failed, long nfeSpent, long nfePadding, double seconds) {
    return new Totals(
        prompts,
        failed,
        candidates,
        nfe,
        nfeSpent,
        forwards,
        decodes,
        verifications,
        nfePadding,
        halved,
        nfeFirstSamples,
        seconds,
        stages.seconds());
  }
}
