package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.driver.secret.Redaction;
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
    RunRecord run = RunRecordFile.read(directory, conf);
    RunCommits commits = RunCommits.of(directory, conf);
    RunResults findings = RunResults.read(commits, run, conf);
    Curve curve = Curve.read(commits, searchedBy(directory, run), findings.verifiers(), conf);
    Selection selection = Selection.of(findings);
    Images images = Images.read(commits, selection, conf);
    Redaction redaction = new Redaction();
    RecordedSettings.of(run.configuration()).teach(redaction);
    Commands commands = Commands.of(directory.root(), redaction);
    Summary summary = new Summary(run, findings, curve.images());
    Tables tables = new Tables(findings);

    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("css", Template.resource("report.css"));
    contents.put("title", new Markup().text(summary.title()));
    contents.put("result", new Markup().text(summary.result()));
    contents.put("warnings", RunFacts.warnings(summary.warnings()));
    contents.put("facts", RunFacts.head(run, findings));
    contents.put("verifiers", tables.verifiers());
    contents.put("diversity", RunFacts.diversity(run.diversity()));
    contents.put("charts", curve.points().isEmpty() ? noCurve() : Chart.all(findings, curve));
    contents.put("categories", tables.hasCategories() ? categories(findings, tables) : "");
    contents.put("shown", new Markup().text(shown(findings, selection)));
    contents.put("cards", new Cards(findings, images, commands, summary.winner()).all(selection));
    contents.put("failures", RunFacts.failures(findings.failed()));
    contents.put("cost", RunFacts.cost(run));
    contents.put("stages", RunFacts.stages(run.totals()));
    contents.put("python", new Markup().text(commands.python()));
    contents.put("replay", new Markup().text(commands.replay(anyPrompt(findings))));
    contents.put("identity", RunFacts.identity(run));
    contents.put("configuration", RunFacts.configuration(run.configuration()));
    return Template.fill(Template.resource("report.html"), contents);
  }

  private static Objective searchedBy(RunDirectory directory, RunRecord run) throws IOException {
    String by = run.verifiers().by();
    try {
      return SearchTarget.parse(by).objective();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s: verifiers.by was \"%s\", expected %s"
              .formatted(directory.runRecord(), by, e.getMessage()),
          e);
    }
  }

  private static String shown(RunResults findings, Selection selection) {
    int all = findings.prompts().size();
    int shown = selection.prompts().size();
    return shown == all
        ? "The first sample is what the model draws without search."
        : "%s of %s prompts: the largest gains, the largest losses, and an even sample of the others."
            .formatted(Text.count(shown), Text.count(all));
  }

  private static Markup categories(RunResults findings, Tables tables) {
    int judge = findings.judge();
    String title = "By category: " + findings.verifiers().get(judge) + ", " + findings.role(judge);
    return new Markup().element("h3", title).add(tables.categories());
  }

  private static Markup noCurve() {
    return new Markup().element("p", "The round log holds no finished image.", "class", "quiet");
  }

  private static String anyPrompt(RunResults findings) {
    return findings.prompts().isEmpty() ? "ID" : findings.prompts().get(0).id();
  }
}
