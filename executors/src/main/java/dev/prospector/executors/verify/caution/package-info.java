/** Caution: which images lie far from what a model draws without a search. */
package dev.prospector.executors.verify.caution;
