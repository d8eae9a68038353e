package dev.prospector.jobs.report;

import dev.prospector.driver.record.EncodedImage;
import dev.prospector.jobs.report.DatasetView.Diverse;
import dev.prospector.jobs.report.DatasetView.Rejected;
import dev.prospector.jobs.report.DatasetView.Sample;
import dev.prospector.jobs.report.DatasetView.Scores;
import dev.prospector.jobs.report.DatasetView.Step;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of a version of a data set, which needs nothing but itself. */
public final class DatasetPage {
  private static final int BYTES_EACH = 24 << 10;
  private static final int WIDTH = 320;
  private static final int HEIGHT = 90;
  private static final int BAR = 200;

  private DatasetPage() {}

  /** The page. */
  public static String of(DatasetView view) throws IOException {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("title", new Markup().text(view.title()));
    contents.put("result", new Markup().text(view.result()));
    contents.put("facts", facts(view.facts()));
    contents.put("steps", steps(view.steps()));
    contents.put("scores", scores(view.scores()));
    contents.put("diversity", diversity(view.diversity()));
    contents.put("kept", cards(view.kept()));
    contents.put("rejected", rejected(view.rejected()));
    return Template.page("dataset.html", contents);
  }

  private static Markup facts(List<String> facts) {
    Markup list = new Markup().open("dl", "class", "facts");
    for (int i = 0; i < facts.size(); i += 2) {
      list.open("div").element("dt", facts.get(i)).element("dd", facts.get(i + 1)).close();
    }
    return list.close();
  }

  private static Markup steps(List<Step> steps) {
    long most = steps.stream().mapToLong(Step::rows).max().orElse(1);
    Markup table = new Markup().open("table").open("thead").open("tr");
    table.element("th", "Step", "scope", "col").element("th", "Left", "scope", "col");
    table.element("th", "", "scope", "col").close().close().open("tbody");
    for (Step step : steps) {
      String width = Long.toString(Math.round((double) BAR * step.rows() / Math.max(1, most)));
      table.open("tr").element("th", step.name(), "scope", "row");
      table.element("td", Text.count(step.rows()));
      table.open("td", "class", "searched");
      table.open("svg", "width", Integer.toString(BAR), "height", "12", "aria-hidden", "true");
      table.empty("rect", "class", "stays", "width", width, "height", "12").close();
      table.close().close();
    }
    return table.close().close();
  }

  private static Markup scores(List<Scores> all) {
    Markup charts = new Markup().open("div", "class", "charts");
    all.forEach(scores -> chart(scores, charts));
    return charts.close();
  }

  private static void chart(Scores scores, Markup charts) {
    long highest = 1;
    for (int bin = 0; bin < scores.kept().size(); bin++) {
      highest = Math.max(highest, scores.kept().get(bin) + scores.gone().get(bin));
    }
    charts.open("figure", "class", "chart searched");
    charts.open("figcaption").element("strong", scores.category()).close();
    charts.open(
        "svg",
        "class",
        "plot",
        "viewBox",
        "0 0 %d %d".formatted(WIDTH, HEIGHT + 18),
        "role",
        "img",
        "aria-label",
        "Scores of " + scores.category());
    double width = (double) WIDTH / scores.kept().size();
    for (int bin = 0; bin < scores.kept().size(); bin++) {
      double kept = (double) HEIGHT * scores.kept().get(bin) / highest;
      double gone = (double) HEIGHT * scores.gone().get(bin) / highest;
      bar(charts, "stays", bin * width, HEIGHT - kept, width, kept);
      bar(charts, "goes", bin * width, HEIGHT - kept - gone, width, gone);
    }
    line(charts, "axis", 0, HEIGHT, WIDTH, HEIGHT);
    for (double threshold : scores.thresholds()) {
      double x = WIDTH * (threshold - scores.from()) / (scores.to() - scores.from());
      line(charts, "threshold", x, 0, x, HEIGHT);
    }
    String bottom = Integer.toString(HEIGHT + 14);
    charts.element("text", number(scores.from()), "x", "0", "y", bottom);
    charts.element(
        "text",
        number(scores.to()),
        "x",
        Integer.toString(WIDTH),
        "y",
        bottom,
        "text-anchor",
        "end");
    charts.close().close();
  }

  private static void line(Markup chart, String kind, double x1, double y1, double x2, double y2) {
    chart.empty(
        "line",
        "class",
        kind,
        "x1",
        pixels(x1),
        "y1",
        pixels(y1),
        "x2",
        pixels(x2),
        "y2",
        pixels(y2));
  }

  private static void bar(
      Markup chart, String kind, double x, double y, double width, double height) {
    if (height > 0) {
      chart.empty(
          "rect",
          "class",
          kind,
          "x",
          pixels(x + .5),
          "y",
          pixels(y),
          "width",
          pixels(width - 1),
          "height",
          pixels(height));
    }
  }

  private static String pixels(double length) {
    return String.format(Locale.ROOT, "%.1f", length);
  }

  private static String number(double score) {
    return String.format(Locale.ROOT, "%.3g", score);
  }

  private static Markup diversity(List<Diverse> all) {
    Markup table = new Markup();
    if (all.isEmpty()) {
      return table.element(
          "p", "Not measured: nothing asked for the images' features.", "class", "quiet");
    }
    table.open("table").open("thead").open("tr");
    for (String head :
        List.of(
            "Images", "Compared", "Stayed", "Vendi", "Vendi of those that stayed", "Coverage")) {
      table.element("th", head, "scope", "col");
    }
    table.close().close().open("tbody");
    for (Diverse one : all) {
      table.open("tr").element("th", one.of(), "scope", "row");
      table.element("td", Text.count(one.images())).element("td", Text.count(one.kept()));
      table.element("td", number(one.vendi())).element("td", number(one.vendiOfKept()));
      table.element("td", String.format(Locale.ROOT, "%.0f %%", 100 * one.coverage())).close();
    }
    return table.close().close();
  }

  private static Markup rejected(List<Rejected> rules) throws IOException {
    Markup all = new Markup().open("div");
    if (rules.isEmpty()) {
      all.element("p", "None went.", "class", "quiet");
    }
    for (Rejected rule : rules) {
      all.open("h3").text(rule.rule()).text(" ");
      all.element("span", Text.count(rule.rows()) + " went", "class", "tag").close();
      all.add(cards(rule.samples()));
    }
    return all.close();
  }

  private static Markup cards(List<Sample> samples) throws IOException {
    Markup cards = new Markup().open("div", "class", "cards small");
    for (Sample sample : samples) {
      cards.open("div", "class", "card");
      if (sample.image().isEmpty()) {
        cards.element("span", "no image", "class", "none");
      } else if (sample.beside().isEmpty()) {
        image(sample.image().get(), sample.prompt(), cards);
      } else {
        cards.open("div", "class", "twins");
        image(sample.image().get(), sample.prompt(), cards);
        image(sample.beside().get(), "what stays instead", cards);
        cards.close();
      }
      cards.element("p", sample.prompt(), "class", "prompt");
      cards.element("p", sample.told(), "class", "quiet").close();
    }
    return cards.close();
  }

  private static void image(EncodedImage file, String words, Markup cards) throws IOException {
    Thumbnail shown = Thumbnail.of(file.bytes(), BYTES_EACH);
    cards.empty(
        "img",
        "src",
        shown.uri(),
        "alt",
        words,
        "loading",
        "lazy",
        "class",
        shown.isCoarse() ? "coarse" : "smooth");
  }
}
