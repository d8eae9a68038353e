package dev.prospector.driver.input;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an input, so that all of it is reported at once. */
public final class Problems {
  private static final int SHOWN = 20;
  private static final int QUOTED = 60;

  private final List<String> first = new ArrayList<>();
  private int count;

  /** One sentence that names the file, the line or key, what was found and what was expected. */
  public void add(String problem) {
    count++;
    if (first.size() < SHOWN) {
      first.add(problem);
    }
  }

  /** All of somebody else's. */
  public void add(InvalidInputException bad) {
    bad.problems().forEach(this::add);
    count += bad.more();
  }

  public boolean any() {
    return count > 0;
  }

  /** Runs a check of its own and takes over what it finds wrong. */
  public void collect(Runnable check) {
    try {
      check.run();
    } catch (InvalidInputException e) {
      add(e);
    }
  }

  /**
   * Ends here if there is a problem.
   *
   * @throws InvalidInputException with the first 20 problems and the number of the others
   */
  public void throwIfAny() {
    if (count > 0) {
      throw new InvalidInputException(first, count - first.size());
    }
  }

  /** A value as a message shows it: in quotes, cut to a readable length. */
  public static String quote(String value) {
    return '"' + (value.length() <= QUOTED ? value : value.substring(0, QUOTED - 1) + '…') + '"';
  }
}
