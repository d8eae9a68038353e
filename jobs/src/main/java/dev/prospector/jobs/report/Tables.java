package dev.prospector.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Before and after in numbers. */
final class Tables {
  private static final int MOST_CATEGORIES = 50;

  private final RunResults findings;

  Tables(RunResults findings) {
    this.findings = findings;
  }

  /** One row per verifier over all prompts. */
  Markup verifiers() {
    Markup table = table("Verifier", "First sample", "Winner", "Difference, 95 % interval", "n");
    for (int v = 0; v < findings.verifiers().size(); v++) {
      Scale scale = findings.scales().get(v);
      RunResults.Comparison comparison = findings.compare(v, findings.prompts());
      table.open("tr").open("th", "scope", "row").text(findings.verifiers().get(v)).text(" ");
      table.element("span", findings.role(v), "class", findings.isSearched(v) ? "tag on" : "tag");
      table.close();
      cells(table, scale, comparison);
      table.element("td", Text.count(comparison.difference().n())).close();
    }
    return table.close().close().close();
  }

  /** Whether the prompts are sorted into categories. */
  boolean hasCategories() {
    return byCategory().size() > 1;
  }

  /** One row per category, by the verifier that the run is judged by. */
  Markup categories() {
    int judge = findings.judge();
    Scale scale = findings.scales().get(judge);
    Markup table = table("Category", "First sample", "Winner", "Difference, 95 % interval", "n");
    byCategory().entrySet().stream()
        .limit(MOST_CATEGORIES)
        .forEach(
            category -> {
              RunResults.Comparison comparison = findings.compare(judge, category.getValue());
              table.open("tr").element("th", category.getKey(), "scope", "row");
              cells(table, scale, comparison);
              table.element("td", Text.count(comparison.difference().n())).close();
            });
    return table.close().close().close();
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
    table.element("td", scale.score(comparison.first().mean()));
    table.element("td", scale.score(comparison.best().mean()));
    table.open("td");
    Mark.of(difference).addTo(table);
    table.text(" ").element("b", scale.difference(difference.mean())).text(" ");
    String interval = difference.isKnown() ? scale.differences(difference) : "–";
    table.element("span", interval, "class", "interval").close();
  }

  private static Markup table(String... heads) {
    Markup table = new Markup().open("div", "class", "scroll").open("table");
    table.open("thead").open("tr");
    for (String head : heads) {
      table.element("th", head, "scope", "col");
    }
    return table.close().close().open("tbody");
  }
}
