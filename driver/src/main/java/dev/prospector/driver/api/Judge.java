package dev.prospector.driver.api;

import dev.prospector.driver.budget.Mark;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who says which of a run's images are right. */
public sealed interface Judge {
  /** As the calibration names it. */
  String name();

  /**
   * Verifiers that the run's log has scores of.
   *
   * @param mark that is right
   */
  record ByVerifiers(String name, Mark mark) implements Judge {}

  /**
   * People who looked at a run's results.
   *
   * @param name of the table that they filled in
   * @param right what they said; images that are not among them they did not see
   */
  record ByPeople(String name, SortedMap<Image, Boolean> right) implements Judge {
    public ByPeople {
      right = Collections.unmodifiableSortedMap(new TreeMap<>(right));
    }
  }

  /**
   * An image, as results name it.
   *
   * @param rank from 1
   */
  record Image(String promptId, int rank) implements Comparable<Image> {
    @Override
    public int compareTo(Image other) {
      int order = promptId.compareTo(other.promptId);
      return order == 0 ? Integer.compare(rank, other.rank) : order;
    }
  }

  /**
   * A verifier to which 1 is right, or a mark: {@code composition}, {@code clip>=0.3}.
   *
   * @throws InvalidInputException if it is neither
   */
  static Judge parse(String text) {
    try {
      boolean isName = text.matches("[\\w.-]+");
      return new ByVerifiers(text, Mark.parse(isName ? text + ">=1" : text));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "judge was %s, expected a verifier or %s"
              .formatted(Problems.quote(text), e.getMessage()));
    }
  }
}
