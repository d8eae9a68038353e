/** What is learnt of a run's first samples, so that searches keep near them. */
package dev.prospector.driver.caution;
