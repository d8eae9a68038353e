package dev.prospector.jobs.report;

/** Better, worse or the same, told by shape and word as well as by colour. */
enum Mark {
  BETTER("▲", "better"),
  WORSE("▼", "worse"),
  SAME("=", "the same"),
  UNKNOWN("", "unknown");

  private final String sign;
  private final String word;

  Mark(String sign, String word) {
    this.sign = sign;
    this.word = word;
  }

  static Mark of(double difference) {
    return Double.isNaN(difference)
        ? UNKNOWN
        : difference > 0 ? BETTER : difference < 0 ? WORSE : SAME;
  }

  /**
   * That of two scores, as they are shown: who reads the same twice is not told of a difference.
   */
  static Mark of(double difference, String before, String after) {
    Mark mark = of(difference);
    return mark != UNKNOWN && before.equals(after) ? SAME : mark;
  }

  /** Better or worse only if the interval leaves out 0. */
  static Mark of(Interval difference) {
    return difference.isAboveZero() ? BETTER : difference.isBelowZero() ? WORSE : UNKNOWN;
  }

  void addTo(Markup markup) {
    if (this != UNKNOWN) {
      String style = "mark " + word.replace("the ", "");
      markup.element("span", sign, "class", style, "role", "img", "aria-label", word);
    }
  }
}
