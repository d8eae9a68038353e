package dev.prospector.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.record.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the run was and what it cost, as lists of names and values. */
final class RunFacts {
  private RunFacts() {}

  /**
   * What the run was.
   *
   * @param began when its first file was written, or null if nobody knows
   */
  static Markup head(RunRecord run, RunResults findings, Instant began) {
    RunRecord.Verifiers verifiers = run.verifiers();
    String heldOut =
        verifiers.heldOut().isEmpty() ? "none" : String.join(", ", verifiers.heldOut());
    Markup facts = new Markup().open("dl", "class", "facts");
    fact(facts, "Model", run.bundle().name());
    fact(facts, "Algorithm", run.algorithm());
    fact(facts, "Searched", verifiers.by());
    fact(facts, "Held out", heldOut);
    Dealing dealing = Dealing.of(run);
    String budget = Text.count(run.budget()) + " NFE" + (dealing.isUniform() ? "" : " at most");
    fact(facts, "Budget per prompt", budget);
    boolean hasMark = !dealing.until().isEmpty();
    long reached = hasMark ? reached(dealing, findings) : 0;
    if (hasMark) {
      until(facts, dealing, reached);
    } else if (!dealing.knee().isEmpty()) {
      fact(facts, "Stops", "where " + dealing.knee() + " of the winners falls beyond chance");
    } else if (!dealing.isUniform()) {
      fact(facts, "Dealt", "where winners gain most, " + dealing.words());
    }
    if (run.configuration().path("algorithm-options").has("look-model")) {
      double nfe = run.totals().nfeCredited() / (double) Math.max(1, findings.prompts().size());
      fact(facts, "Pruned by", "looks that were calibrated");
      fact(facts, "Spent per prompt", Text.count(Math.round(nfe)) + " NFE, the rest not needed");
    }
    Promised.facts(run, findings, reached).forEach((name, value) -> fact(facts, name, value));
    int failed = findings.failed().size();
    fact(
        facts,
        "Prompts",
        Text.count(findings.prompts().size())
            + (failed == 0 ? "" : ", " + Text.count(failed) + " failed"));
    fact(facts, "Seed", Long.toUnsignedString(run.seed()));
    if (began != null) {
      fact(facts, "Began, by its files’ dates", Text.date(began));
    }
    fact(facts, "Took", Text.duration(run.totals().seconds()));
    return facts.close();
  }

  private static long reached(Dealing dealing, RunResults findings) {
    Mark mark = Mark.parse(dealing.until());
    List<String> verifiers = findings.verifiers();
    return findings.prompts().stream()
        .filter(one -> mark.isReached(name -> one.best().get(verifiers.indexOf(name))))
        .count();
  }

  /** How many reached the mark, and when the others were left. */
  private static void until(Markup facts, Dealing dealing, long reached) {
    fact(facts, "Until", dealing.until());
    fact(
        facts,
        "Reached by",
        Text.counted(reached, "prompt")
            + (dealing.giveUp() > 0
                ? "; else left where the next candidate's chance is below " + dealing.giveUp()
                : "; else all is spent"));
  }

  /** Nothing if it was not measured. */
  static Markup diversity(RunRecord.Diversity diversity) {
    Markup section = new Markup();
    if (diversity == null) {
      return section;
    }
    section.open("p");
    section.text(
        String.format(
            Locale.ROOT,
            "Diversity: the %s winners look like %.1f different images, the first samples like"
                + " %.1f (Vendi score of %s).",
            Text.count(diversity.images()),
            diversity.winners(),
            diversity.firstSamples(),
            diversity.features()));
    return section.close();
  }

  static Markup cost(RunRecord run) {
    RunRecord.Totals totals = run.totals();
    Markup facts = new Markup().open("dl", "class", "facts");
    fact(facts, "NFE credited", Text.count(totals.nfeCredited()));
    long granted = run.budget() * (totals.prompts() + totals.failed());
    fact(facts, "NFE left unspent", Text.count(granted - totals.nfeCredited()));
    if (totals.nfeFirstSamples() > 0) {
      fact(facts, "NFE for first samples", Text.count(totals.nfeFirstSamples()));
    }
    fact(facts, "NFE spent, with retries", Text.count(totals.nfeSpent()));
    if (totals.nfePadding() > 0) {
      fact(facts, "NFE besides, to fill batches", Text.count(totals.nfePadding()));
    }
    fact(facts, "Network passes", Text.count(totals.forwards()));
    fact(facts, "Images decoded", Text.count(totals.decodes()));
    fact(facts, "Verifier calls", Text.count(totals.verifications()));
    fact(facts, "Candidates", Text.count(totals.candidates()));
    if (totals.halved() > 0) {
      fact(facts, "In smaller batches, for lack of memory", Text.count(totals.halved()));
    }
    if (totals.seconds() > 0) {
      fact(facts, "Candidates per second", Text.rate(totals.candidates() / totals.seconds()));
    }
    return facts.close();
  }

  /** Seconds per stage as bars. */
  static Markup stages(RunRecord.Totals totals) {
    Markup list = new Markup();
    double most = totals.stages().values().stream().mapToDouble(s -> s).max().orElse(0);
    if (most <= 0) {
      return list;
    }
    list.open("dl", "class", "stages");
    totals
        .stages()
        .forEach(
            (stage, seconds) -> {
              long share = Math.max(1, Math.round(100 * seconds / most));
              list.open("div").element("dt", stage).open("dd");
              list.element("span", "", "class", "bar", "style", "width:" + share * 0.6 + "%");
              list.element("span", Text.duration(seconds)).close().close();
            });
    return list.close();
  }

  static Markup identity(RunRecord run) {
    Markup identity = new Markup().open("dl", "class", "facts wide");
    fact(identity, "Fingerprint", run.fingerprint());
    run.versions().forEach((what, version) -> fact(identity, what, version));
    for (Map.Entry<String, String> file : run.bundle().sha256().entrySet()) {
      fact(identity, "SHA-256 of " + file.getKey(), file.getValue());
    }
    return identity.close();
  }

  static Markup configuration(JsonNode configuration) {
    return new Markup().element("pre", configuration.toPrettyString());
  }

  static Markup warnings(List<String> warnings) {
    Markup notes = new Markup();
    for (String warning : warnings) {
      notes.open("p", "class", "warning", "role", "note");
      notes.element("strong", "Beware.").text(" " + warning).close();
    }
    return notes;
  }

  /** Links to what lies beside the page. */
  static Markup files(boolean hasImages) {
    Markup links = new Markup().open("p", "class", "files");
    link(links, "run.json", "run.json", "everything that it was told, and its totals");
    link(links, "results/", "results", "the winners’ rows");
    if (hasImages) {
      link(links, "images/", "images", "the winners as PNG files");
    }
    link(links, "log/", "log", "every candidate");
    return links.close();
  }

  private static void link(Markup links, String href, String name, String what) {
    links.open("span").element("a", name, "href", href).text(" " + what).close().text(" ");
  }

  private static void fact(Markup list, String name, String value) {
    list.open("div").element("dt", name).element("dd", value).close();
  }
}
