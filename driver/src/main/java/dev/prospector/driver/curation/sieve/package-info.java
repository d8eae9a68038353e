/** Which images stay: one small file per rule. */
package dev.prospector.driver.curation.sieve;
