/**
 * Denoise and verify: batches of candidates in, scores and kept images out. Models and verifiers
 * are leased from a pool that a JVM has one of; an engine is a view of them.
 */
package dev.prospector.executors.engine;
