package dev.prospector.driver.scaling;

/** How a mean score depends on compute. */
public sealed interface Law permits PowerLaw, LogLaw, PassLaw {
  /**
   * The score.
   *
   * @param n compute, above 0, in the unit that the law was fitted in
   */
  double at(double n);

  /** Its parameters, in the order of {@link LawKind#parameters()}. */
  double[] parameters();

  /** Whether a parameter lies where the search for it ends: the data don't say where it is. */
  boolean isAtBound();
}
