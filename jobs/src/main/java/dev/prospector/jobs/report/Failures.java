package dev.prospector.jobs.report;

import dev.prospector.driver.record.ResultRow;
import dev.prospector.driver.record.RunRecord;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What gave no image, and why. */
final class Failures {
  private static final int MOST = 200;
  private static final int MOST_LETTERS = 400;

  private final RunRecord run;
  private final RunResults findings;

  Failures(RunRecord run, RunResults findings) {
    this.run = run;
    this.findings = findings;
  }

  /** Whether there is nothing else to tell of. */
  boolean isTotal() {
    return findings.prompts().isEmpty() && (run.failure() != null || !findings.failed().isEmpty());
  }

  /** Why, in a sentence or two: the run's own reason, or the one that most prompts have. */
  String reason() {
    if (run.failure() != null) {
      return sentence(run.failure()) + " It can be resumed.";
    }
    Map<String, Integer> reasons = new LinkedHashMap<>();
    findings.failed().forEach(row -> reasons.merge(row.error(), 1, Integer::sum));
    Map.Entry<String, Integer> most =
        // Of equals the first, which max would not give.
        reasons.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .findFirst()
            .orElseThrow();
    String why = sentence(cut(most.getKey()));
    return reasons.size() == 1
        ? "All for the same reason: " + why
        : "%s of %s for this reason: %s"
            .formatted(Text.count(most.getValue()), Text.count(findings.failed().size()), why);
  }

  /** Nothing if none failed. */
  Markup list() {
    Markup section = new Markup();
    List<ResultRow.Failed> failed = findings.failed();
    if (failed.isEmpty()) {
      return section;
    }
    section.open("section").element("h2", Text.counted(failed.size(), "failed prompt"));
    section.open("ul", "class", "failures");
    for (ResultRow.Failed row : failed.subList(0, Math.min(MOST, failed.size()))) {
      section.open("li").element("code", row.promptId());
      Card.prompt(section, row.prompt());
      section.element("p", cut(row.error()), "class", "error").close();
    }
    section.close();
    if (failed.size() > MOST) {
      String more = Text.count(failed.size() - MOST) + " more stand in the results.";
      section.element("p", more, "class", "quiet");
    }
    return section.close();
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static String cut(String text) {
    return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + " …";
  }
}
