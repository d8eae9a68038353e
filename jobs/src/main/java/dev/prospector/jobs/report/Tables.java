package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Before and after in numbers. */
final class Tables {
  private static final int MOST_CATEGORIES = 50;

  private static final List<String> COLUMNS =
      List.of("First sample", "Winner", "Difference, 95 % interval", "n");

  /** What the intervals of a page are. */
  static final String INTERVALS =
      "Means over prompts. The difference pairs each prompt with itself. Intervals are Student’s t;"
          + " of scores that are 0 or 1 they are Wilson’s, and Newcombe’s for a difference. Fewer"
          + " than "
          + Interval.FEWEST
          + " prompts have none.";

  private final RunResults findings;

  Tables(RunResults findings) {
    this.findings = findings;
  }

  /** One row per verifier over all prompts. */
  Markup verifiers() {
    Markup table = table("Verifier");
    for (int v = 0; v < findings.verifiers().size(); v++) {
      Scale scale = findings.scales().get(v);
      RunResults.Comparison comparison = findings.compare(v, findings.prompts());
      table.open("tr").open("th", "scope", "row").text(findings.verifiers().get(v)).text(" ");
      table.element("span", findings.role(v), "class", findings.isSearched(v) ? "tag on" : "tag");
      table.close();
      cells(table, scale, comparison);
      table.close();
    }
    return table.close().close();
  }

  /** Whether the prompts are sorted into categories. */
  boolean hasCategories() {
    return byCategory().size() > 1;
  }

  /** One row per category, by the verifier that the run is judged by. */
  Markup categories() {
    int judge = findings.judge();
    Scale scale = findings.scales().get(judge);
    Markup table = table("Category");
    byCategory().entrySet().stream()
        .limit(MOST_CATEGORIES)
        .forEach(
            category -> {
              RunResults.Comparison comparison = findings.compare(judge, category.getValue());
              table.open("tr").element("th", category.getKey(), "scope", "row");
              cells(table, scale, comparison);
              table.close();
            });
    return table.close().close();
  }

  private Map<String, List<PromptResult>> byCategory() {
    Map<String, List<PromptResult>> categories = new LinkedHashMap<>();
    findings.prompts().stream()
        .filter(prompt -> prompt.category() != null)
        .forEach(p -> categories.computeIfAbsent(p.category(), c -> new ArrayList<>()).add(p));
    return categories;
  }

  private static void cells(Markup table, Scale scale, RunResults.Comparison comparison) {
    Interval difference = comparison.difference();
    cell(table, 0).text(scale.score(comparison.first().mean())).close();
    cell(table, 1).text(scale.score(comparison.best().mean())).close();
    Differences.add(cell(table, 2), scale, difference).close();
    cell(table, 3).text(Text.count(difference.n())).close();
  }

  /** Opens a cell that knows its column's name, which stands beside it where there is no room. */
  private static Markup cell(Markup table, int column) {
    return table.open("td", "data-label", COLUMNS.get(column));
  }

  private static Markup table(String first) {
    Markup table = new Markup().open("table").open("thead").open("tr");
    table.element("th", first, "scope", "col");
    COLUMNS.forEach(head -> table.element("th", head, "scope", "col"));
    return table.close().close().open("tbody");
  }
}
