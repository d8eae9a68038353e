/**
 * The embedded shapes world: its prompts, what an image of it shows, and the verifiers that hold
 * one against the other.
 */
package dev.prospector.executors.verify.shapes;
