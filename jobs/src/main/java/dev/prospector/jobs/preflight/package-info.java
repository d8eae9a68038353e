/** Holds a configuration against what it names before Spark starts. */
package dev.prospector.jobs.preflight;
