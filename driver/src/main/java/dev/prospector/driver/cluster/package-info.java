/** Evaluates candidates on Spark: tasks, blocks of latents, outcomes. */
package dev.prospector.driver.cluster;
