/** A search over a prompt set: waves, rounds, the log, resuming. */
package dev.prospector.driver.run;
