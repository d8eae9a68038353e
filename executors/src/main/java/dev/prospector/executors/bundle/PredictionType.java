package dev.prospector.executors.bundle;

import dev.prospector.executors.sampling.Denoiser;
import dev.prospector.executors.sampling.Network;
import dev.prospector.executors.sampling.Prediction;

/** What a bundle's network predicts, as its manifest calls it. */
public enum PredictionType {
  VELOCITY,
  EPSILON,
  V,
  X0;

  /** The network as D(x; sigma). */
  public Denoiser denoiser(Network network) {
    return switch (this) {
      case VELOCITY -> Prediction.velocity(network);
      case EPSILON -> Prediction.epsilon(network);
      case V -> Prediction.v(network);
      case X0 -> Prediction.clean(network);
    };
  }
}
