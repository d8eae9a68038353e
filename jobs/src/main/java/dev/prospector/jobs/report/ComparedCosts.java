package dev.prospector.jobs.report;

import dev.prospector.driver.record.RunRecord;
import java.util.List;
import java.util.function.Function;

/** What the compared runs were and what they cost, a run to a column. */
final class ComparedCosts {
  private final List<ComparedRun> runs;

  ComparedCosts(ComparedRuns compared) {
    this.runs = compared.runs();
  }

  Markup what(int shared) {
    Markup table = table();
    row(table, "Directory", ComparedRun::name);
    row(table, "Model", run -> record(run).bundle().name());
    row(table, "Algorithm", run -> record(run).algorithm());
    row(table, "Steps", run -> setting(run, "steps"));
    row(table, "Sampler", run -> setting(run, "sampler"));
    row(table, "Guidance", run -> setting(run, "guidance"));
    row(table, "Searched", run -> record(run).verifiers().by());
    row(table, "Budget per prompt", run -> Text.count(record(run).budget()) + " NFE");
    row(table, "Seed", run -> Long.toUnsignedString(record(run).seed()));
    row(table, "Prompts with images", run -> Text.count(run.view().findings().prompts().size()));
    row(table, "Failed", run -> Text.count(run.view().findings().failed().size()));
    row(table, "Compared", run -> Text.count(shared));
    row(
        table,
        "Began, by its files’ dates",
        run -> run.view().began() == null ? "–" : Text.date(run.view().began()));
    return table.close().close();
  }

  Markup costs() {
    Markup table = table();
    row(table, "NFE per prompt", run -> Text.rate(run.nfePerPrompt()));
    row(table, "NFE credited", run -> Text.count(totals(run).nfeCredited()));
    row(table, "NFE spent, with retries", run -> Text.count(totals(run).nfeSpent()));
    row(table, "Network passes", run -> Text.count(totals(run).forwards()));
    row(table, "Images decoded", run -> Text.count(totals(run).decodes()));
    row(table, "Verifier calls", run -> Text.count(totals(run).verifications()));
    row(table, "Took", run -> seconds(totals(run).seconds()));
    row(table, "Took per prompt", run -> seconds(run.secondsPerPrompt()));
    return table.close().close();
  }

  private static String seconds(double seconds) {
    return seconds > 0 ? Text.duration(seconds) : "–";
  }

  private static String setting(ComparedRun run, String key) {
    return record(run).configuration().path(key).asText("–");
  }

  private static RunRecord record(ComparedRun run) {
    return run.view().run();
  }

  private static RunRecord.Totals totals(ComparedRun run) {
    return record(run).totals();
  }

  private Markup table() {
    Markup table = new Markup().open("table", "class", "runs").open("thead").open("tr");
    table.element("td", "");
    runs.forEach(
        run -> table.element("th", run.letter(), "scope", "col", "class", "run " + run.style()));
    return table.close().close().open("tbody");
  }

  private void row(Markup table, String name, Function<ComparedRun, String> value) {
    table.open("tr").element("th", name, "scope", "row");
    for (ComparedRun run : runs) {
      table.element("td", value.apply(run), "data-label", run.letter());
    }
    table.close();
  }
}
