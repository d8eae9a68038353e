package dev.prospector.driver.run;

import dev.prospector.driver.record.RoundRecord;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what a wave's accepted outcomes cost: credited, so exact whatever was retried. */
final class WaveTotals {
  private final int batch;
  private long candidates;
  private final Map<Integer, Long> nfe = new HashMap<>();
  private long nfeFirstSamples;
  private long forwards;
  private long decodes;
  private long verifications;
  private long halved;
  private Stages stages = Stages.NONE;
  private long spentBefore;
  private long paddingBefore;
  private double secondsBefore;

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
        nfe.merge(outcome.id().prompt(), (long) cost.nfe(), Long::sum);
      }
      forwards += cost.forwards();
      decodes += cost.decodes();
      verifications += cost.verifications();
      halved += cost.batch() < batch ? 1 : 0;
      stages = stages.plus(cost.stages());
    }
  }

  /** With a round that an earlier attempt has evaluated. */
  void recalled(RoundRecord round) {
    spentBefore += round.nfeSpent();
    secondsBefore += round.seconds();
  }

  /** With all that earlier attempts had cost when they committed the wave. */
  void committed(Totals all) {
    spentBefore = all.nfeSpent();
    paddingBefore = all.nfePadding();
    secondsBefore = all.seconds();
  }

  long nfe() {
    return nfe.values().stream().mapToLong(Long::longValue).sum();
  }

  long nfe(Prompt prompt) {
    return nfe.getOrDefault(prompt.ordinal(), 0L);
  }

  /**
   * The wave's totals.
   *
   * @param prompts with images
   * @param failed without
   * @param nfeSpent what executors evaluated in this attempt, repeated evaluations included
   * @param nfePadding what they evaluated besides, to fill batches
   * @param seconds of this attempt
   */
  Totals totals(long prompts, long failed, long nfeSpent, long nfePadding, double seconds) {
    return new Totals(
        prompts,
        failed,
        candidates,
        nfe(),
        nfeSpent + spentBefore,
        forwards,
        decodes,
        verifications,
        nfePadding + paddingBefore,
        halved,
        nfeFirstSamples,
        seconds + secondsBefore,
        stages.seconds());
  }
}
