package dev.prospector.executors.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/** The use of something that a pool owns, until it is given back. */
final class Lease<T> implements AutoCloseable {
  private final T value;
  private final Runnable giveBack;
  private final AtomicBoolean given = new AtomicBoolean();

  Lease(T value, Runnable giveBack) {
    this.value = value;
    this.giveBack = giveBack;
  }

  /** What is leased; not to be used any more once the lease is closed. */
  T value() {
    return value;
  }

  @Override
  public void close() {
    if (!given.getAndSet(true)) {
      giveBack.run();
    }
  }
}
