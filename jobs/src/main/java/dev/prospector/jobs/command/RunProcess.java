package dev.prospector.jobs.command;

import dev.prospector.driver.secret.Redaction;

/**
 * The process that a run is in.
 *
 * @param terminal what its user sees
 * @param run is told as soon as it can be resumed
 * @param redaction what its user must not see
 */
record RunProcess(Terminal terminal, RunUnderWay run, Redaction redaction) {}
