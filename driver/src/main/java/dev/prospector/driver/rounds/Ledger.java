package dev.prospector.driver.rounds;

import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.executors.candidate.Cost;
import dev.prospector.executors.candidate.Cost.Stages;
import dev.prospector.executors.candidate.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up what accepted outcomes cost: credited, so exact whatever was retried. */
final class Ledger {
  private long prompts;
  private long failed;
  private long candidates;
  private long nfe;
  private long nfeSpent;
  private long forwards;
  private long decodes;
  private long verifications;
  private Stages stages = Stages.NONE;

  void add(List<Outcome> outcomes) {
    for (Outcome outcome : outcomes) {
      Cost cost = outcome.cost();
      candidates++;
      nfe += cost.nfe();
      forwards += cost.forwards();
      decodes += cost.decodes();
      verifications += cost.verifications();
      stages = stages.plus(cost.stages());
    }
  }

  void promptsDone(int done, int withoutPicture) {
    prompts += done;
    failed += withoutPicture;
  }

  long nfe() {
    return nfe;
  }

  /** What executors evaluated, lost pictures that were made again included. */
  void spent(long nfe) {
    nfeSpent += nfe;
  }

  Totals totals(double seconds) {
    Map<String, Double> byStage = new LinkedHashMap<>();
    byStage.put("noise", stages.noise() / 1000);
    byStage.put("encode", stages.encode() / 1000);
    byStage.put("denoise", stages.denoise() / 1000);
    byStage.put("decode", stages.decode() / 1000);
    byStage.put("verify", stages.verify() / 1000);
    return new Totals(
        prompts,
        failed,
        candidates,
        nfe,
        nfeSpent,
        forwards,
        decodes,
        verifications,
        seconds,
        byStage);
  }
}
