package dev.prospector.jobs.plot;

import java.util.List;

/**
 * What belongs together in a plot, in one colour.
 *
 * @param name as the legend has it; with an empty one it is not in the legend
 * @param style of what was measured
 * @param measured by x
 * @param beyond how it is expected to go on, dashed; by x, or empty
 * @param colour its number, from 0 to {@link Plot#MOST_LINES} − 1, of its markers too; quiet lines
 *     are grey
 */
public record Line(String name, Style style, List<Mark> measured, List<Mark> beyond, int colour) {
  /** How what was measured is drawn. */
  public enum Style {
    /** Points, joined, and their intervals as a band. */
    CURVE,
    /** Points, joined by steps: nothing is known between them. */
    STEPS,
    /** Points that are there for comparison. */
    QUIET
  }

  public Line {
    measured = List.copyOf(measured);
    beyond = List.copyOf(beyond);
  }
}
