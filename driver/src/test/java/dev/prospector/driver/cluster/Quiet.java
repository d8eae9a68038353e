package dev.prospector.driver.cluster;

import java.util.function.LongSupplier;

/** Listens to nothing. */
public enum Quiet implements RunListener {
  IT;

  @Override
  public void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {}

  @Override
  public void roundDone(long nfe, double bestMean, double mean) {}

  @Override
  public void waveDone(int promptsDone, int promptsFailed) {}
}
