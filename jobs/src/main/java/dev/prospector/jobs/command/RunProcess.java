package dev.prospector.jobs.command;

import dev.prospector.driver.secret.Redaction;

/**
 * The process that a run is in.
 *
 * @param terminal what its user sees
 * @param run is told as soon as it can be resumed
 * @param redaction what its user must not see
 * @param interrupts makes it listen to Ctrl-C
 */
record RunProcess(Terminal terminal, RunUnderWay run, Redaction redaction, Runnable interrupts) {

  /** Shows that it lives, and only then does what takes time. */
  ConsoleProgress begin() {
    ConsoleProgress progress = new ConsoleProgress(terminal);
    interrupts.run();
    return progress;
  }
}
