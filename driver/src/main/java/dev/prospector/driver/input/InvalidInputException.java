package dev.prospector.driver.input;

import java.util.List;

/** What the user gave can't be used. Each problem is one sentence; the command exits with 1. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;
  private final int more;

  /**
   * At least one problem.
   *
   * @param problems each names the file, the line or key, what was found and what was expected
   * @param more how many there are besides
   */
  public InvalidInputException(List<String> problems, int more) {
    super(String.join("\n", problems) + (more == 0 ? "" : "\nand " + more + " more"));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem, expected at least one");
    }
    this.problems = List.copyOf(problems);
    this.more = more;
  }

  public InvalidInputException(String problem) {
    this(List.of(problem), 0);
  }

  public List<String> problems() {
    return problems;
  }

  /** How many problems there are besides. */
  public int more() {
    return more;
  }
}
