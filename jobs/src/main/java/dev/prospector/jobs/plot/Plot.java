package dev.prospector.jobs.plot;

import java.util.List;

/**
 * Lines over a logarithmic axis.
 *
 * @param title in words
 * @param x what the axis below tells, with its unit
 * @param y what the axis aside tells
 * @param areShares whether y is a share, from 0 to 1, and told in per cent
 * @param lines {@value #MOST_LINES} at most that are not quiet
 */
public record Plot(String title, String x, String y, boolean areShares, List<Line> lines) {
  /** As many as there are colours that everybody can tell apart. */
  public static final int MOST_LINES = 7;

  public Plot {
    lines = List.copyOf(lines);
  }
}
