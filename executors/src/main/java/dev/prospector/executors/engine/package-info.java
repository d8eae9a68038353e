/**
 * Denoise and verify: batches of candidates in, scores and kept pictures out; one engine per JVM
 * and device.
 */
package dev.prospector.executors.engine;
