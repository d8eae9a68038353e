package dev.prospector.jobs.report;

/** A difference with its interval, as tables have it. */
final class Differences {
  private Differences() {}

  static Markup add(Markup cell, Scale scale, Interval difference) {
    Mark.of(difference).addTo(cell);
    cell.text(" ").element("b", scale.difference(difference.mean())).text(" ");
    String interval = difference.isKnown() ? scale.differences(difference) : "–";
    return cell.element("span", interval, "class", "interval");
  }
}
