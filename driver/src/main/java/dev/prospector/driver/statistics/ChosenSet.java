package dev.prospector.driver.statistics;

/** What an oracle has chosen so far, and what one image more would make of it. */
interface ChosenSet {

  /** What the set would cost with this vector in it; lower is better, always a number. */
  double costWith(float[] vector);

  void add(float[] vector);
}
