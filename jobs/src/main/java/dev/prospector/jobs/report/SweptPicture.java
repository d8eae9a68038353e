package dev.prospector.jobs.report;

import static java.util.stream.Collectors.joining;

import dev.prospector.jobs.plot.Line;
import dev.prospector.jobs.plot.Picture;
import dev.prospector.jobs.plot.Plot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A plot in a page, wide and narrow: letters have their size on either. */
final class SweptPicture {
  private static final int WIDE = 560;
  private static final int NARROW = 368;
  private static final int HEIGHT = 330;
  private static final int LINE = 21;

  /** Width of a letter in a name, and of what stands beside names, for each of them. */
  private static final int LETTER = 9;

  private final Plot plot;
  private final Picture wide;

  SweptPicture(Plot plot) {
    this.plot = plot;
    this.wide = picture(WIDE);
  }

  private Picture picture(int width) {
    int letters = width / LETTER;
    List<Line> lines =
        plot.lines().stream()
            .map(
                line ->
                    new Line(
                        wrapped(line.name(), letters),
                        line.style(),
                        line.measured(),
                        line.beyond(),
                        line.colour()))
            .toList();
    long rows =
        lines.stream()
            .filter(line -> !line.name().isEmpty())
            .mapToLong(line -> line.name().lines().count())
            .sum();
    return new Picture(
        new Plot(plot.title(), plot.x(), plot.y(), plot.areShares(), lines),
        width,
        HEIGHT + LINE * (int) rows);
  }

  /** Between words, so that no line has more letters, unless a word has. */
  private static String wrapped(String name, int letters) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : name.split(" ", -1)) {
      boolean fits = length + 1 + word.length() <= letters;
      lines.append(length == 0 ? "" : fits ? " " : "\n").append(word);
      length = (length > 0 && fits ? length + 1 : 0) + word.length();
    }
    return lines.toString();
  }

  String svg() {
    return wide.svg();
  }

  byte[] png() throws IOException {
    return wide.png();
  }

  /**
   * The figure.
   *
   * @param file its name below the page's directory, without its ending
   */
  Markup figure(String file) {
    Markup figure = new Markup().open("figure", "class", "picture").open("picture");
    figure.empty("source", "media", "(max-width: 40rem)", "srcset", data(picture(NARROW).svg()));
    figure.empty("img", "src", data(svg()), "alt", told()).close();
    figure.open("figcaption").element("a", "SVG", "href", file + ".svg").text(" ");
    return figure.element("a", "PNG", "href", file + ".png").close().close();
  }

  private static String data(String svg) {
    return "data:image/svg+xml;base64,"
        + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
  }

  /** For those who can't see it. */
  private String told() {
    Scale scale = plot.areShares() ? Scale.PERCENT : Scale.PLAIN;
    return "%s against %s".formatted(plot.title(), plot.x())
        + plot.lines().stream()
            .filter(line -> line.style() != Line.Style.QUIET && !line.measured().isEmpty())
            .map(
                line ->
                    "; %s%s at %s, %s at %s"
                        .formatted(
                            line.name().isEmpty() ? "" : line.name() + ": ",
                            scale.score(line.measured().get(0).y()),
                            Text.rate(line.measured().get(0).x()),
                            scale.score(line.measured().get(line.measured().size() - 1).y()),
                            Text.rate(line.measured().get(line.measured().size() - 1).x())))
            .collect(joining());
  }
}
