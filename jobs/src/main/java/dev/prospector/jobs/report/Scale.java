package dev.prospector.jobs.report;

import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.util.Locale;

/**
 * How a verifier's scores are written: per cent where it says that they are shares. The verifier
 * decides and not its scores, so that it has the same unit in every run.
 */
enum Scale {
  PERCENT(100, 1, "\u00a0%", "\u00a0points"),
  PLAIN(1, 3, "", "");

  private final double factor;
  private final int decimals;
  private final String unit;
  private final String differenceUnit;

  Scale(double factor, int decimals, String unit, String differenceUnit) {
    this.factor = factor;
    this.decimals = decimals;
    this.unit = unit;
    this.differenceUnit = differenceUnit;
  }

  /** The scale of the verifier of this name; one that is not on the class path has no unit. */
  static Scale of(String verifier) {
    VerifierProvider provider = Verifiers.all().get(verifier);
    return provider != null && provider.scoresShares() ? PERCENT : PLAIN;
  }

  /** A score, or a dash for a missing one. */
  String score(double score) {
    return Double.isFinite(score) ? number(score, decimals, false) + unit : "–";
  }

  /** A score where there is little room: none and all of it lose their decimals. */
  String brief(double score) {
    return this == PERCENT && (score == 0 || score == 1)
        ? number(score, 0, false) + unit
        : score(score);
  }

  /** A score without needless digits, for an axis whose ticks lie {@code step} apart. */
  String tick(double score, double step) {
    int needed = (int) Math.max(0, Math.ceil(-Math.log10(step * factor) - 1e-9));
    return number(score, needed, false) + unit;
  }

  /** A difference with its sign, without its unit. */
  String difference(double difference) {
    return Double.isFinite(difference) ? number(difference, decimals, true) : "–";
  }

  /** An interval of differences, as far as they are possible. */
  String differences(Interval interval) {
    double most = this == PERCENT ? 1 : Double.POSITIVE_INFINITY;
    return difference(Math.max(-most, interval.low()))
        + "\u00a0…\u00a0"
        + difference(Math.min(most, interval.high()))
        + differenceUnit;
  }

  /** The score, or the nearest one that is possible: an interval may reach beyond. */
  double possible(double score) {
    return this == PERCENT ? Math.min(1, Math.max(0, score)) : score;
  }

  /** Where an axis begins on which all scores are this one, so that it need not end beyond 1. */
  double below(double score) {
    return this == PERCENT ? Math.max(0, score - 0.1) : score;
  }

  /** How large a difference is, whatever its sign. */
  String amount(double difference) {
    return number(Math.abs(difference), decimals, false) + differenceUnit;
  }

  private String number(double value, int digits, boolean signed) {
    String text = String.format(Locale.ROOT, "%." + digits + "f", Math.abs(value) * factor);
    boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
    String sign = zero ? "" : value < 0 ? "−" : signed ? "+" : "";
    return sign + text;
  }
}
