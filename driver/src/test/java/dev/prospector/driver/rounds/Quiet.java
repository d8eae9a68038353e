package dev.prospector.driver.rounds;

import java.util.function.LongSupplier;

/** Listens to nothing. */
enum Quiet implements RunListener {
  IT;

  @Override
  public void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {}

  @Override
  public void roundDone(long nfe, double bestMean) {}

  @Override
  public void waveDone(int promptsDone, int promptsFailed) {}
}
