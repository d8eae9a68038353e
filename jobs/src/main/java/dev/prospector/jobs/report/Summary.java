package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import java.util.ArrayList;
import java.util.List;

/** The result in a sentence, and what to beware of. */
final class Summary {
  private final RunRecord run;
  private final RunResults findings;
  private final int images;
  private final Dealing dealing;
  private final Failures failures;

  /**
   * What a run came to.
   *
   * @param images per prompt, at most
   */
  Summary(RunRecord run, RunResults findings, int images) {
    this.run = run;
    this.findings = findings;
    this.images = images;
    this.dealing = Dealing.of(run);
    this.failures = new Failures(run, findings);
  }

  /** What a winner is. */
  String winner() {
    return isBestOfMany() ? "best of " + Text.count(images) : "winner";
  }

  String title() {
    if (failures.isTotal()) {
      return run.failure() == null ? "Every prompt failed" : "The run failed";
    }
    String searched = run.verifiers().by();
    String by = (isBestOfMany() ? "Best of " + Text.count(images) : "Winners") + " by " + searched;
    String dealt = dealing.isUniform() ? "" : ", " + dealing.words();
    return (run.algorithm().equals("random") ? by : by + ", " + run.algorithm()) + dealt;
  }

  /**
   * Other searches don't choose among finished images alone, and where candidates are dealt prompts
   * have different numbers of them.
   */
  private boolean isBestOfMany() {
    return images > 1 && run.algorithm().equals("random") && dealing.isUniform();
  }

  /** How far it is, unless it has ended. */
  private String unfinished() {
    boolean goesOn = run.status() == Status.RUNNING || run.status() == Status.STOPPED;
    int ended = findings.prompts().size() + findings.failed().size();
    return goesOn
        ? "The search is not over: %s of %s have ended, and “prospector resume” goes on with it. "
            .formatted(Text.count(ended), Text.counted(run.prompts().count(), "prompt"))
        : "";
  }

  String result() {
    if (failures.isTotal()) {
      return failures.reason();
    }
    int judge = findings.judge();
    RunResults.Comparison comparison = findings.compare(judge, findings.prompts());
    Interval difference = comparison.difference();
    if (difference.n() == 0) {
      return unfinished() + "No prompt has both a first sample and a winner to compare.";
    }
    Scale scale = findings.scales().get(judge);
    String from = scale.score(comparison.first().mean());
    String to = scale.score(comparison.best().mean());
    String interval =
        difference.isKnown()
            ? " (95 % interval " + scale.differences(difference) + ")"
            : " (fewer than " + Interval.FEWEST + " prompts give no interval)";
    String course =
        !difference.isKnown() && difference.mean() == 0
            ? "stayed at " + to
            : verb(difference) + " from " + from + " to " + to;
    return "%sThe %s score (%s) %s%s over %s.%s"
        .formatted(
            unfinished(),
            findings.verifiers().get(judge),
            findings.role(judge),
            course,
            interval,
            Text.counted(difference.n(), "prompt"),
            findings.hasHeldOut()
                ? ""
                : " No verifier was held out, so whether the images are better by any other"
                    + " measure is not known.");
  }

  /** Each a sentence. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (run.status() == RunRecord.Status.RUNNING) {
      warnings.add("This run is not finished; the figures cover what it has left so far.");
    }
    if (run.failure() != null && !failures.isTotal()) {
      warnings.add(
          "This run failed (%s); the figures cover what it has left. It can be resumed."
              .formatted(run.failure()));
    }
    for (int searched = 0; searched < findings.searched(); searched++) {
      Interval rise = findings.compare(searched, findings.prompts()).difference();
      if (!rise.isAboveZero()) {
        continue;
      }
      for (int held = findings.searched(); held < findings.verifiers().size(); held++) {
        Interval fall = findings.compare(held, findings.prompts()).difference();
        if (fall.isBelowZero()) {
          warnings.add(exploited(searched, rise, held, fall));
        }
      }
    }
    return warnings;
  }

  /** The searched score rose and a held-out one fell, both beyond their intervals. */
  private String exploited(int searched, Interval rise, int held, Interval fall) {
    Scale of = findings.scales().get(searched);
    Scale by = findings.scales().get(held);
    return "%s rose by %s, %s fell by %s (95 %% intervals %s and %s): the search is exploiting its verifier."
        .formatted(
            findings.verifiers().get(searched),
            of.amount(rise.mean()),
            findings.verifiers().get(held),
            by.amount(fall.mean()),
            of.differences(rise),
            by.differences(fall));
  }

  private static String verb(Interval difference) {
    boolean rose = difference.mean() > 0;
    if (!difference.isKnown()) {
      return rose ? "rose" : "fell";
    }
    if (difference.isAboveZero()) {
      return "rose";
    }
    return difference.isBelowZero() ? "fell" : "did not change measurably:";
  }
}
