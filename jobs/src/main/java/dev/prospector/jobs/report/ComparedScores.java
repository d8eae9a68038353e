package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How the compared runs' scores differ: in a sentence, in tables and as curves. */
final class ComparedScores {
  private static final List<String> COLUMNS =
      List.of("First sample", "Winner", "Difference to A, 95 % interval", "n");

  private final ComparedRuns compared;

  /** Over the prompts that are compared, in the order of the runs. */
  private final List<Curve> curves;

  ComparedScores(ComparedRuns compared) {
    this.compared = compared;
    Set<String> ids =
        compared.prompts().stream().map(ComparedPrompt::id).collect(Collectors.toSet());
    this.curves = compared.runs().stream().map(run -> run.view().curve(ids)).toList();
  }

  /** A sentence for each run but the first. */
  String result() {
    if (compared.verifiers().isEmpty()) {
      return "The runs have no verifier in common, so their scores can’t be compared.";
    }
    List<String> sentences = new ArrayList<>();
    compared.others().forEach(run -> sentences.add(sentence(run)));
    return String.join(" ", sentences);
  }

  private String sentence(ComparedRun run) {
    String judge = compared.judge();
    if (run.verifier(judge) < 0) {
      return "%s has no scores by %s.".formatted(run.letter(), judge);
    }
    Scale scale = Scale.of(judge);
    Interval difference = compared.difference(run, judge);
    String interval =
        difference.isKnown()
            ? "95 % interval " + scale.differences(difference)
            : "fewer than " + Interval.FEWEST + " prompts give no interval";
    return "By %s (%s), %s is %s (%s) over %s%s."
        .formatted(
            judge,
            role(judge),
            run.letter(),
            against(scale, difference),
            interval,
            Text.counted(difference.n(), "prompt"),
            expense(run));
  }

  /** Nothing where a run is not finished, whose totals nobody knows. */
  private String expense(ComparedRun run) {
    double base = compared.base().nfePerPrompt();
    double times = base > 0 ? run.nfePerPrompt() / base : 0;
    return times > 0 ? ", at " + Text.rate(times) + " times the NFE per prompt" : "";
  }

  private static String against(Scale scale, Interval difference) {
    if (difference.isKnown() && !difference.isAboveZero() && !difference.isBelowZero()) {
      return "not measurably different from A";
    }
    if (difference.mean() == 0) {
      return "equal to A in the mean";
    }
    return scale.amount(difference.mean()) + (difference.mean() > 0 ? " above A" : " below A");
  }

  /** Who searched by a verifier, since their scores by it are no judgement of them. */
  private String role(String verifier) {
    List<String> by =
        compared.with(verifier).stream()
            .filter(run -> run.searchedBy(verifier))
            .map(ComparedRun::letter)
            .toList();
    return by.isEmpty() ? "held out" : "searched by " + String.join(", ", by);
  }

  /** A table for each verifier. */
  Markup tables() {
    Markup tables = new Markup();
    for (String verifier : compared.verifiers()) {
      tables.open("h3").text(verifier).text(" ");
      tables.element("span", role(verifier), "class", "tag").close();
      tables.open("table").open("thead").open("tr").element("th", "Run", "scope", "col");
      COLUMNS.forEach(column -> tables.element("th", column, "scope", "col"));
      tables.close().close().open("tbody");
      compared.with(verifier).forEach(run -> row(tables, run, verifier));
      tables.close().close();
    }
    return tables;
  }

  private void row(Markup table, ComparedRun run, String verifier) {
    Scale scale = Scale.of(verifier);
    Interval best = compared.best(run, verifier);
    table.open("tr").open("th", "scope", "row", "class", "run " + run.style());
    table.element("b", run.letter()).text(" " + run.name()).close();
    cell(table, 0).text(scale.score(compared.first(run, verifier).mean())).close();
    cell(table, 1).text(scale.score(best.mean())).close();
    cell(table, 2);
    if (run.number() == 0) {
      table.text("–");
    } else {
      Differences.add(table, scale, compared.difference(run, verifier));
    }
    table.close();
    cell(table, 3).text(Text.count(best.n())).close().close();
  }

  private static Markup cell(Markup table, int column) {
    return table.open("td", "data-label", COLUMNS.get(column));
  }

  /** A chart for each verifier, with a line for each run that has it. */
  Markup charts() {
    Markup figures = new Markup();
    figures.open("div", "class", Charts.layout(compared.verifiers().size()));
    for (String verifier : compared.verifiers()) {
      List<ChartLine> lines =
          compared.with(verifier).stream()
              .filter(run -> !curves.get(run.number()).points().isEmpty())
              .map(run -> line(run, verifier))
              .toList();
      if (!lines.isEmpty()) {
        Chart chart = new Chart(lines, Axis.NFE, Scale.of(verifier));
        figures.add(Charts.figure(verifier, role(verifier), "several", chart));
      }
    }
    return figures.close();
  }

  private ChartLine line(ComparedRun run, String verifier) {
    return new ChartLine(
        run.letter(), run.style(), curves.get(run.number()).points(), run.verifier(verifier));
  }

  /** Which line is whose. */
  Markup legend() {
    Markup legend = new Markup().open("ul", "class", "legend");
    for (ComparedRun run : compared.runs()) {
      legend.open("li", "class", "run " + run.style());
      legend.open("svg", "viewBox", "0 0 32 8", "class", "key", "aria-hidden", "true");
      legend.empty("path", "class", "line", "d", "M0,4L32,4").close();
      legend.element("b", run.letter()).text(" " + run.name()).close();
    }
    return legend.close();
  }
}
