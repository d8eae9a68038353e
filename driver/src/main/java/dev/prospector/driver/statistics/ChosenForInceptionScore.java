package dev.prospector.driver.statistics;

/** Costs minus the Inception Score. */
final class ChosenForInceptionScore implements ChosenSet {
  private InceptionScore score;

  ChosenForInceptionScore(int classes) {
    score = InceptionScore.none(classes);
  }

  @Override
  public double costWith(float[] vector) {
    return -score.plus(vector).value();
  }

  @Override
  public void add(float[] vector) {
    score = score.plus(vector);
  }
}
