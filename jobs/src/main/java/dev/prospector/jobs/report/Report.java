package dev.prospector.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes {@code report.html}: one page for people that needs nothing but itself, from what a run
 * left. The same run gives the same page.
 */
public final class Report {
  private Report() {}

  /**
   * Reads the run directory and writes its page, over whatever stands there.
   *
   * @return the page
   * @throws IOException if a file can't be read; what {@link RunRecordFile#read} refuses is refused
   */
  public static Path write(RunDirectory directory, Configuration conf) throws IOException {
    String page = page(directory, conf);
    Path file = directory.report();
    try (OutputStream out = file.getFileSystem(conf).create(file, true)) {
      out.write(page.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static String page(RunDirectory directory, Configuration conf) throws IOException {
    RunView view = RunView.read(directory, conf);
    RunRecord run = view.run();
    RunResults findings = view.findings();
    Curve curve = view.curve();
    Summary summary = new Summary(run, findings, curve.images());
    Failures failures = new Failures(run, findings);
    Selection selection = Selection.of(findings);
    Images images = Images.read(view.commits(), findings, selection.ids(), conf);
    Cards cards = new Cards(findings, images, view.commands(), summary.winner());

    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("title", new Markup().text(summary.title()));
    contents.put("result", new Markup().text(summary.result()));
    contents.put("warnings", RunFacts.warnings(summary.warnings()));
    contents.put("facts", RunFacts.head(run, findings, view.began()));
    contents.put("files", RunFacts.files(images.areFiles()));
    contents.put(
        "findings",
        failures.isTotal()
            ? ""
            : findings(
                view,
                curve,
                selection,
                cards.all(selection),
                sets(directory, view, conf),
                Saved.of(directory, view, conf)));
    contents.put("failures", failures.list());
    contents.put("cost", RunFacts.cost(run));
    contents.put("stages", RunFacts.stages(run.totals()));
    contents.put("python", new Markup().text(view.commands().python()));
    contents.put("replay", replay(view));
    contents.put("identity", RunFacts.identity(run));
    contents.put("configuration", RunFacts.configuration(run.configuration()));
    return Template.page("report.html", contents);
  }

  /** Nothing where winners need not differ. */
  private static Markup sets(RunDirectory directory, RunView view, Configuration conf)
      throws IOException {
    JsonNode configuration = view.run().configuration();
    if (!configuration.has("diverse")) {
      return new Markup();
    }
    return WinnerSets.read(
            view.commits().logs(),
            RunView.searchedBy(directory, view.run()),
            configuration.path("top-k").asInt(),
            configuration.path("diverse").asDouble(),
            conf)
        .sentence();
  }

  private static String findings(
      RunView view, Curve curve, Selection selection, Markup cards, Markup sets, Markup saved) {
    RunResults findings = view.findings();
    Tables tables = new Tables(findings);
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("verifiers", tables.verifiers());
    contents.put("diversity", RunFacts.diversity(view.run().diversity()).add(sets));
    contents.put("intervals", new Markup().text(Tables.INTERVALS));
    contents.put("charts", Charts.of(findings, curve));
    contents.put("categories", tables.hasCategories() ? categories(findings, tables) : "");
    contents.put("shares", Shares.of(findings, Dealing.of(view.run())).add(saved));
    contents.put("shown", new Markup().text(shown(findings, selection)));
    contents.put("cards", cards);
    return Template.fill(Template.resource("findings.html"), contents);
  }

  private static String shown(RunResults findings, Selection selection) {
    int all = findings.prompts().size();
    int shown = selection.prompts().size();
    String prompts =
        shown == all
            ? "The first sample is what the model draws without search."
            : "%s of %s prompts: the largest gains, the largest losses, and an even sample of the others."
                .formatted(Text.count(shown), Text.count(all));
    return findings.ranks() <= Images.MOST_RANKS
        ? prompts
        : prompts
            + " Of the %s best of each prompt, %d; the others stand in the results."
                .formatted(Text.count(findings.ranks()), Images.MOST_RANKS);
  }

  private static Markup categories(RunResults findings, Tables tables) {
    int judge = findings.judge();
    String title = "By category: " + findings.verifiers().get(judge) + ", " + findings.role(judge);
    return new Markup().element("h3", title).add(tables.categories());
  }

  private static Markup replay(RunView view) {
    RunResults findings = view.findings();
    Markup replay = new Markup();
    if (view.run().failure() != null || !findings.failed().isEmpty()) {
      replay.element("p", "Go on with it, and search again for what failed:");
      replay.element("pre", view.commands().resume());
    }
    if (!findings.prompts().isEmpty()) {
      replay.element("p", "Draw a winner again from its noise:");
      replay.element("pre", view.commands().replay(findings.prompts().get(0).id()));
    }
    return replay;
  }
}
