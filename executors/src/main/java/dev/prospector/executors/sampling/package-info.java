/** Karras et al.: the denoiser D(x; sigma), schedules as data, and one file per sampler. */
package dev.prospector.executors.sampling;
