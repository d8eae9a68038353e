/**
 * Many searches of the same prompts in one Spark application: which there are, what they share, and
 * what they found.
 */
package dev.prospector.driver.sweep;
