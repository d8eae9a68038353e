package dev.prospector.jobs.report;

import dev.prospector.driver.budget.UntilMark;
import dev.prospector.driver.forecast.Forecast;
import dev.prospector.driver.forecast.Forecast.Point;
import dev.prospector.driver.record.Promise.Estimate;
import dev.prospector.driver.search.BudgetPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A forecast as a terminal shows it: what it costs, and a table of what compute gives. */
public final class ForecastLines {
  private static final String DECIMAL = "%,.1f";
  private static final String WHOLE = "%,.0f";

  private final Forecast forecast;
  private final List<String> verifiers;

  private ForecastLines(Forecast forecast) {
    this.forecast = forecast;
    this.verifiers =
        forecast.uniform().stream()
            .flatMap(point -> point.scores().keySet().stream())
            .distinct()
            .toList();
  }

  /**
   * The lines.
   *
   * @param like the earlier run, as it may be shown
   * @param slots of the cluster; empty if nobody knows
   */
  public static List<String> of(Forecast forecast, String like, OptionalInt slots) {
    ForecastLines lines = new ForecastLines(forecast);
    List<String> all = new ArrayList<>(lines.costs(like, slots));
    all.add("");
    all.addAll(lines.table());
    all.addAll(lines.notes());
    return all.stream().map(Outcome::plain).toList();
  }

  private List<String> costs(String like, OptionalInt slots) {
    List<String> lines = new ArrayList<>();
    int prompts = forecast.like().prompts().size();
    lines.add(
        row(
            "like",
            "%s: %s of %s each"
                .formatted(
                    like,
                    Text.counted(prompts, "prompt"),
                    Text.counted(forecast.like().candidates(), "candidate"))));
    lines.add(
        row(
            "candidates",
            "%s a prompt, at most %s"
                .formatted(
                    estimate(forecast.end().candidates(), DECIMAL),
                    Text.count(forecast.search().candidates()))));
    lines.add(
        row(
            "NFE",
            "%s of %s together"
                .formatted(
                    estimate(forecast.nfe(), WHOLE),
                    Text.counted(forecast.search().prompts(), "prompt"))));
    forecast
        .reached()
        .ifPresent(
            share ->
                lines.add(
                    row(
                        "reached",
                        "by %s of the prompts".formatted(scores(Scale.PERCENT, share)))));
    double seconds = forecast.slotSeconds();
    lines.add(
        row(
            "time",
            "%s of one slot at %s ms a candidate, as there%s"
                .formatted(
                    Text.duration(seconds),
                    number(forecast.like().millis(), DECIMAL),
                    slots.isEmpty()
                        ? ""
                        : "; %s on %s, without starting"
                            .formatted(
                                Text.duration(seconds / slots.getAsInt()),
                                Text.counted(slots.getAsInt(), "slot")))));
    return lines;
  }

  private List<String> table() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("candidates", "NFE"));
    head.addAll(verifiers);
    rows.add(head);
    forecast.uniform().forEach(point -> rows.add(cells("", point)));
    if (hasPolicy()) {
      rows.add(cells("this search: ", forecast.end()));
    }
    int[] widths =
        IntStream.range(0, head.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream()
        .map(
            row -> {
              StringBuilder line = new StringBuilder();
              for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell).append(" ".repeat(widths[column] + 2 - cell.length()));
              }
              return line.toString().stripTrailing();
            })
        .toList();
  }

  private List<String> cells(String name, Point point) {
    double candidates = point.candidates().mean();
    List<String> cells = new ArrayList<>();
    cells.add(
        name
            + number(candidates, candidates == Math.rint(candidates) ? WHOLE : DECIMAL)
            + (point.extrapolated() ? "*" : ""));
    cells.add(number(candidates * forecast.search().candidateNfe(), WHOLE));
    for (String verifier : verifiers) {
      Estimate score = point.scores().get(verifier);
      cells.add(score == null ? "–" : scores(Scale.of(verifier), score));
    }
    return cells;
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add("In brackets where 95 of 100 runs of as many prompts like these end.");
    boolean uniform = forecast.uniform().stream().anyMatch(Point::extrapolated);
    if (uniform) {
      notes.add(
          "* extrapolated beyond the earlier run's candidates: an upper tail that is normal, or the"
              + " beta-binomial of shares");
    }
    if (uniform && hasPolicy() && forecast.search().policy() instanceof UntilMark) {
      notes.add("  this search's scores are those of prompts that go on no longer than that run");
    }
    return notes;
  }

  private boolean hasPolicy() {
    return forecast.search().policy() != BudgetPolicy.UNIFORM;
  }

  private static String row(String name, String value) {
    return "%-12s%s".formatted(name, value);
  }

  /** A score and its interval in its verifier's unit. */
  static String scores(Scale scale, Estimate score) {
    String mean = scale.score(score.mean());
    return score.low() == score.high()
        ? mean
        : "%s (%s … %s)"
            .formatted(
                mean,
                scale.score(scale.possible(score.low())),
                scale.score(scale.possible(score.high())));
  }

  /** A number and its interval. */
  static String estimate(Estimate one, String format) {
    return one.low() == one.high()
        ? number(one.mean(), one.mean() == Math.rint(one.mean()) ? WHOLE : format)
        : "%s (%s … %s)"
            .formatted(
                number(one.mean(), format), number(one.low(), format), number(one.high(), format));
  }

  private static String number(double value, String format) {
    return String.format(Locale.ROOT, format, value);
  }
}
