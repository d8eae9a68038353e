package dev.prospector.driver.input;

import java.util.Set;

/** Why something failed, for people. */
public final class Failures {
  private static final int LONGEST = 2_000;

  /** What Kubernetes' client says of whatever its cause says. */
  private static final Set<String> GENERIC = Set.of("An error has occurred.");

  private Failures() {}

  /** One line of what an exception or an error says; Spark's go on with stack traces. */
  public static String reason(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory (%s)".formatted(line(String.valueOf(failure.getMessage())));
    }
    if (failure instanceof StackOverflowError) {
      return "out of stack (StackOverflowError)";
    }
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getCause() == null ? failure.getClass().getName() : reason(failure.getCause());
    }
    if (GENERIC.contains(message.strip()) && failure.getCause() != null) {
      return reason(failure.getCause());
    }
    String first = message.lines().filter(text -> !text.isBlank()).findFirst().orElse(message);
    return line(
        failure instanceof Error ? failure.getClass().getSimpleName() + ": " + first : first);
  }

  /** A text on one line, without letters that a terminal obeys, cut to a readable length. */
  public static String line(String text) {
    String line =
        text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("[\\p{Cntrl}\\p{Cs}]", "\uFFFD");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + '…';
  }
}
