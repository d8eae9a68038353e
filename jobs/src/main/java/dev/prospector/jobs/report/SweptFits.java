package dev.prospector.jobs.report;

import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.scaling.CurveFits;
import dev.prospector.driver.scaling.Fit;
import dev.prospector.driver.scaling.HeldOut;
import dev.prospector.driver.scaling.ScalingCurve;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What laws say of a sweep's curves, as a table. */
final class SweptFits {
  private static final String LAW = "Law";
  private static final String PARAMETERS = "Parameters, 95 % intervals";
  private static final String ERROR = "Error on budgets left out";
  private static final String BEST = "Predicts best";

  private SweptFits() {}

  /** The table of a metric's curves. */
  static Markup table(SweptMetric metric, List<CurveFits> curves) {
    List<ScalingCurve> all = curves.stream().map(CurveFits::curve).toList();
    Markup table = new Markup().open("table", "class", "fits").open("thead").open("tr");
    table.element("th", "Curve", "scope", "col");
    List.of(LAW, PARAMETERS, ERROR, BEST)
        .forEach(head -> table.element("th", head, "scope", "col"));
    table.close().close().open("tbody");
    for (CurveFits of : curves) {
      String name = of.curve().name(all);
      for (Fit fit : of.fits()) {
        table.open("tr").element("th", name.isEmpty() ? "all arms" : name, "scope", "row");
        table.element("td", fit.kind().formula(), "data-label", LAW);
        parameters(table.open("td", "data-label", PARAMETERS), fit).close();
        table.element("td", error(metric, of, fit), "data-label", ERROR);
        table.element("td", best(of, fit), "data-label", BEST);
        table.close();
      }
    }
    return table.close().close();
  }

  private static Markup parameters(Markup cell, Fit fit) {
    if (fit instanceof Fit.Unidentified not) {
      return cell.element("span", "not identified (" + not.why() + ")", "class", "same");
    }
    Fit.Identified identified = (Fit.Identified) fit;
    for (int i = 0; i < identified.parameters().size(); i++) {
      Estimate of = identified.parameters().get(i);
      cell.open("span", "class", "parameter");
      cell.text(fit.kind().parameters().get(i) + "\u00a0")
          .element("b", number(of.mean()))
          .text(" ");
      cell.element(
          "span",
          "%s\u00a0…\u00a0%s".formatted(number(of.low()), number(of.high())),
          "class",
          "between");
      cell.close().text(" ");
    }
    return cell;
  }

  private static String error(SweptMetric metric, CurveFits of, Fit fit) {
    return of.heldOut()
        .map(held -> metric.scale().amount(held.errors().get(fit.kind())))
        .orElse("–");
  }

  private static String best(CurveFits of, Fit fit) {
    Optional<HeldOut> held = of.heldOut().filter(one -> one.best() == fit.kind());
    return held.map(
            one ->
                one.isToldApart()
                    ? "yes"
                    : "not told apart (%.0f %% of resamples)".formatted(100 * one.share()))
        .orElse("");
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3g", value);
    return text.startsWith("-") ? "−" + text.substring(1) : text;
  }
}
