package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunCommits;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.secret.RecordedSettings;
import dev.prospector.driver.secret.Redaction;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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
    Summary summary = new Summary(run, findings, curve.images());
    Failures failures = new Failures(run, findings);
    Selection selection = Selection.of(findings);
    Images images = images(commits, findings, selection, conf);
    Redaction redaction = new Redaction();
    RecordedSettings.of(run.configuration()).teach(redaction);
    Commands commands = Commands.of(directory.root(), redaction);

    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("title", new Markup().text(summary.title()));
    contents.put("result", new Markup().text(summary.result()));
    contents.put("warnings", RunFacts.warnings(summary.warnings()));
    contents.put("facts", RunFacts.head(run, findings, began(directory, conf)));
    contents.put("files", RunFacts.files(images.areFiles()));
    Cards cards = new Cards(findings, images, commands, summary.winner());
    contents.put(
        "findings",
        failures.isTotal() ? "" : findings(run, findings, curve, selection, cards.all(selection)));
    contents.put("failures", failures.list());
    contents.put("cost", RunFacts.cost(run));
    contents.put("stages", RunFacts.stages(run.totals()));
    contents.put("python", new Markup().text(commands.python()));
    contents.put("replay", replay(findings, commands));
    contents.put("identity", RunFacts.identity(run));
    contents.put("configuration", RunFacts.configuration(run.configuration()));
    return Template.page("report.html", contents);
  }

  private static String findings(
      RunRecord run, RunResults findings, Curve curve, Selection selection, Markup cards) {
    Tables tables = new Tables(findings);
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("verifiers", tables.verifiers());
    contents.put("diversity", RunFacts.diversity(run.diversity()));
    contents.put("intervals", new Markup().text(Tables.INTERVALS));
    contents.put("charts", Charts.of(findings, curve));
    contents.put("categories", tables.hasCategories() ? categories(findings, tables) : "");
    contents.put("shown", new Markup().text(shown(findings, selection)));
    contents.put("cards", cards);
    return Template.fill(Template.resource("findings.html"), contents);
  }

  private static Images images(
      RunCommits commits, RunResults findings, Selection selection, Configuration conf)
      throws IOException {
    Set<String> shown =
        selection.prompts().stream().map(PromptResult::id).collect(Collectors.toSet());
    int ranks = Math.min(Images.MOST_RANKS, findings.ranks());
    return Images.read(commits, findings.verifiers(), shown, ranks, 1, conf);
  }

  /** A run has no clock in its record; of its files this one is never written again. */
  private static Instant began(RunDirectory directory, Configuration conf) throws IOException {
    try {
      FileStatus file = directory.files(conf).getFileStatus(directory.begunRecord());
      return Instant.ofEpochMilli(file.getModificationTime());
    } catch (FileNotFoundException e) {
      return null;
    }
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

  private static Markup replay(RunResults findings, Commands commands) {
    Markup replay = new Markup();
    if (!findings.prompts().isEmpty()) {
      replay.element("p", "Draw a winner again from its noise:");
      replay.element("pre", commands.replay(findings.prompts().get(0).id()));
    }
    return replay;
  }
}
