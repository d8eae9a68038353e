package dev.prospector.driver.input;

import dev.prospector.driver.secret.Redaction;
import dev.prospector.executors.input.Excerpt;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with an input, so that all of it is reported at once. */
public final class Problems {
  private static final int SHOWN = 20;

  private final Places places;
  private final List<Problem> first = new ArrayList<>();
  private int count;

  /** Says of a setting where its value stands. */
  @FunctionalInterface
  public interface Places {

    /** Nobody knows: the setting's name has to do. */
    Places UNKNOWN = "%s was %s, expected %s"::formatted;

    /** A sentence that names the place or the key, what was found and what was expected. */
    String sentence(String key, String found, String expected);
  }

  /** Problems with settings that a program gave. */
  public Problems() {
    this(Places.UNKNOWN);
  }

  /** Problems with settings that stand somewhere. */
  public Problems(Places places) {
    this.places = places;
  }

  /** One sentence that names the file, the line or key, what was found and what was expected. */
  public void add(String problem) {
    add(Problem.of(problem));
  }

  /** A setting's value that is wrong. */
  public void wrong(String key, Object found, String expected) {
    String shown = show(found);
    add(new Problem(key, shown, expected, places.sentence(key, shown, expected)));
  }

  private void add(Problem problem) {
    count++;
    if (first.size() < SHOWN) {
      first.add(problem);
    }
  }

  /** All of somebody else's. */
  public void add(InvalidInputException invalid) {
    invalid.problems().forEach(this::add);
    count += invalid.more();
  }

  /** How many there are so far. */
  public int count() {
    return count;
  }

  /** Whether there is one. */
  public boolean any() {
    return count > 0;
  }

  /** Runs a check of its own and takes over what it finds wrong. */
  public void collect(Runnable check) {
    try {
      check.run();
    } catch (InvalidInputException e) {
      add(e);
    } catch (IllegalArgumentException e) {
      add(e.getMessage());
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

  private static String show(Object found) {
    return found == null
        ? "not given"
        : found instanceof String text ? quote(text) : found.toString();
  }

  /** A value as a message shows it: in quotes, without secrets, on one line of readable length. */
  public static String quote(String text) {
    // A secret that is cut, or in several lines made one, has no form any more.
    return '"' + Excerpt.of(Redaction.byForm(text)) + '"';
  }
}
