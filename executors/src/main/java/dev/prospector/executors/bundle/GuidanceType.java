package dev.prospector.executors.bundle;

/** How a bundle's network is guided. */
public enum GuidanceType {
  /** By extrapolating from an unconditional prediction (Ho and Salimans 2022). */
  CLASSIFIER_FREE,
  /** By a network that was distilled to take the scale as an input (Meng et al. 2023). */
  EMBEDDED
}
