package dev.prospector.jobs;

import java.util.List;

/** What the user gave can't be used. Each problem is one sentence; the command exits with 1. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * At least one problem.
   *
   * @param problems each names the file, the line or key, what was found and what was expected
   */
  public BadInput(List<String> problems) {
    super(String.join("\n", problems));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem, expected at least one");
    }
    this.problems = List.copyOf(problems);
  }

  public BadInput(String problem) {
    this(List.of(problem));
  }

  public List<String> problems() {
    return problems;
  }
}
