package dev.prospector.driver.cluster;

import java.util.function.LongSupplier;

/**
 * What a running search tells about itself, in the search's own thread. Two waves may be under way
 * at a time, so that what is told of one comes between what is told of the other. What a method
 * throws ends the search, which can be resumed.
 */
public interface RunListener {

  /**
   * Who is told of a wave's rounds and of its end; whoever tells waves apart has a listener for
   * each. Asked before the wave's first round, in any thread.
   *
   * @param wave its number
   */
  default RunListener ofWave(int wave) {
    return this;
  }

  /**
   * A run that is resumed has lost something that it had committed; it is made again.
   *
   * @param path of a file, below the run's directory
   * @param what is wrong with it, in words
   */
  default void damaged(String path, String what) {}

  /**
   * A round goes to the executors.
   *
   * @param name what the Spark UI shows
   * @param candidates in the round
   * @param nfe what it will be charged; 0 for first samples and for images that are drawn again
   * @param evaluated how many of them are done, to be asked at any time, for display only
   */
  default void roundStarted(String name, int candidates, long nfe, LongSupplier evaluated) {}

  /**
   * Some images of the round that is under way have their scores; for display only. Of scores that
   * are ranks within a pool nothing is told before the round is over.
   *
   * @param bestMean mean over the wave's prompts that have an image of the best searched score
   * @param mean of the searched scores of all the wave's images
   */
  default void imagesScored(double bestMean, double mean) {}

  /**
   * A round's outcomes are in the log.
   *
   * @param nfe credited to the run so far
   * @param bestMean mean over the wave's prompts of the best searched score so far; NaN if none has
   *     one
   * @param mean of the searched scores of all the wave's images so far; NaN if there are none, or
   *     scores are ranks within a pool
   */
  default void roundDone(long nfe, double bestMean, double mean) {}

  /**
   * A wave that an earlier attempt has committed is whole, and stays as it is.
   *
   * @param nfe credited to the run so far, without prompts that are searched again
   */
  default void waveKept(long nfe) {}

  /** A wave's winners are written. */
  default void waveDone(int promptsDone, int promptsFailed) {}
}
