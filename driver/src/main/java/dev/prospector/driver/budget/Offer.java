package dev.prospector.driver.budget;

import java.util.Optional;

/**
 * A prompt's next candidate in a round; the one that is worth most comes first.
 *
 * @param prompt by its place in the wave
 * @param most candidates that it may draw in the round
 * @param expected what they may bring
 * @param granted of them
 * @param worth of one more
 */
record Offer(int prompt, long most, Improvements.Expected expected, int granted, double worth)
    implements Comparable<Offer> {

  static Offer first(int prompt, long most, Improvements.Expected expected) {
    return new Offer(prompt, most, expected, 0, expected.next(0));
  }

  /** Once this is granted; empty if it was the last. */
  Optional<Offer> next() {
    return granted + 1 < most
        ? Optional.of(new Offer(prompt, most, expected, granted + 1, expected.next(granted + 1)))
        : Optional.empty();
  }

  @Override
  public int compareTo(Offer other) {
    int order = Double.compare(other.worth, worth);
    return order == 0 ? Integer.compare(prompt, other.prompt) : order;
  }
}
