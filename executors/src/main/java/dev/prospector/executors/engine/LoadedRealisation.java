package dev.prospector.executors.engine;

import dev.prospector.executors.model.RealisedParts;

/**
 * Some of a model's parts with weights of another type, in memory beside it.
 *
 * @param parts the pool closes them
 */
record LoadedRealisation(RealisedParts parts) implements LeasePool.Loaded {

  @Override
  public void close() {
    parts.close();
  }
}
