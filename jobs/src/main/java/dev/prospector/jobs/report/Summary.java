package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** The result in a sentence, and what to beware of. */
final class Summary {
  private final RunRecord run;
  private final Findings findings;
  private final int pictures;

  /**
   * Takes what there is to say.
   *
   * @param pictures per prompt, at most
   */
  Summary(RunRecord run, Findings findings, int pictures) {
    this.run = run;
    this.findings = findings;
    this.pictures = pictures;
  }

  /** What a winner is. */
  String winner() {
    return pictures > 1 ? "best of " + Text.count(pictures) : "winner";
  }

  String title() {
    String searched = String.join(" + ", run.verifiers().searched());
    String by = (pictures > 1 ? "Best of " + Text.count(pictures) : "Winners") + " by " + searched;
    return run.algorithm().equals("random") ? by : by + ", " + run.algorithm();
  }

  String result() {
    int judge = findings.judge();
    Findings.Comparison comparison = findings.compare(judge, findings.prompts());
    Interval difference = comparison.difference();
    if (difference.n() == 0) {
      return "No prompt has both a first sample and a winner to compare.";
    }
    Scale scale = findings.scales().get(judge);
    String from = scale.score(comparison.first().mean());
    String to = scale.score(comparison.best().mean());
    String interval =
        difference.isKnown()
            ? " (95 % interval " + scale.differences(difference) + ")"
            : " (a single prompt gives no interval)";
    return "The %s score (%s) %s from %s to %s%s over %s.%s"
        .formatted(
            findings.verifiers().get(judge),
            findings.role(judge),
            verb(difference),
            from,
            to,
            interval,
            Text.counted(difference.n(), "prompt"),
            findings.hasHeldOut()
                ? ""
                : " No verifier was held out, so whether the pictures are better by any other"
                    + " measure is not known.");
  }

  /** Each a sentence. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (run.status() == RunRecord.Status.RUNNING) {
      warnings.add("This run is not finished; the figures cover what it has left so far.");
    }
    for (int searched = 0; searched < findings.searched(); searched++) {
      if (!(findings.compare(searched, findings.prompts()).difference().mean() > 0)) {
        continue;
      }
      for (int held = findings.searched(); held < findings.verifiers().size(); held++) {
        Interval difference = findings.compare(held, findings.prompts()).difference();
        if (difference.isBelowZero()) {
          warnings.add(fell(searched, held, difference));
        }
      }
    }
    return warnings;
  }

  private String fell(int searched, int held, Interval difference) {
    Scale scale = findings.scales().get(held);
    return "The %s score rose, but the %s score, which was held out, fell by %s (95 %% interval %s). The search may have found what %s likes rather than what is better."
        .formatted(
            findings.verifiers().get(searched),
            findings.verifiers().get(held),
            scale.amount(difference.mean()),
            scale.differences(difference),
            findings.verifiers().get(searched));
  }

  private static String verb(Interval difference) {
    boolean rose = difference.mean() > 0;
    if (!difference.isKnown()) {
      return rose ? "rose" : difference.mean() < 0 ? "fell" : "stayed";
    }
    if (difference.isAboveZero()) {
      return "rose";
    }
    return difference.isBelowZero() ? "fell" : "did not change measurably:";
  }
}
