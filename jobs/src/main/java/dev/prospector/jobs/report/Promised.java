package dev.prospector.jobs.report;

import dev.prospector.driver.record.Promise;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was said of a run before it began, beside what came. */
final class Promised {
  private Promised() {}

  /**
   * Each in a few words, by its name; none if nothing was promised, or not all has come.
   *
   * @param reached how many prompts reach the mark
   */
  static Map<String, String> facts(RunRecord run, RunResults findings, long reached) {
    Map<String, String> facts = new LinkedHashMap<>();
    Promise promise = run.promise();
    int prompts = findings.prompts().size();
    boolean ended = run.status() == Status.DONE || run.status() == Status.PARTIAL;
    if (promise == null || !ended || prompts == 0) {
      return facts;
    }
    facts.put("Promised, like", promise.like());
    put(
        facts,
        "NFE",
        ForecastLines.estimate(promise.nfe(), "%,.0f"),
        Text.count(run.totals().nfeCredited()));
    if (promise.reached() != null) {
      put(
          facts,
          "the mark",
          ForecastLines.scores(Scale.PERCENT, promise.reached()),
          Scale.PERCENT.score((double) reached / prompts));
    }
    promise
        .scores()
        .forEach(
            (verifier, score) -> {
              int v = findings.verifiers().indexOf(verifier);
              if (v >= 0) {
                Scale scale = findings.scales().get(v);
                double came =
                    findings.prompts().stream()
                        .mapToDouble(one -> one.best().get(v))
                        .average()
                        .orElseThrow();
                put(facts, verifier, ForecastLines.scores(scale, score), scale.score(came));
              }
            });
    return facts;
  }

  private static void put(Map<String, String> facts, String what, String promised, String came) {
    facts.put("Promised, " + what, promised + "; came " + came);
  }
}
