/** Which noise: seed derivation and the torch-compatible Gaussian. The JDK only. */
package dev.prospector.executors.noise;
