/**
 * Denoise and verify: batches of candidates in, scores and kept images out; one engine per JVM and
 * device.
 */
package dev.prospector.executors.engine;
