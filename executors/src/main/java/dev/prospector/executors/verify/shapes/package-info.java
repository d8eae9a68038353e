/**
 * The embedded shapes world: its prompts, what a picture of it shows, and the verifiers that hold
 * one against the other.
 */
package dev.prospector.executors.verify.shapes;
