package dev.prospector.driver.input;

import java.util.List;
import java.util.stream.Collectors;

/** What was given can't be used: everything that is wrong with it, at once. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;
  private final int more;

  /**
   * At least one problem.
   *
   * @param more how many there are besides
   */
  public InvalidInputException(List<Problem> problems, int more) {
    super(
        problems.stream().map(Problem::sentence).collect(Collectors.joining("\n"))
            + (more == 0 ? "" : "\nand " + more + " more"));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem, expected at least one");
    }
    this.problems = List.copyOf(problems);
    this.more = more;
  }

  /** One problem, in a sentence that says what was found and what was expected. */
  public InvalidInputException(String problem) {
    this(List.of(Problem.of(problem)), 0);
  }

  /** The first of them; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  /** How many there are besides. */
  public int more() {
    return more;
  }
}
