/** {@code curate}: from a file that says what a data set is to be, to {@code driver.curation}. */
package dev.prospector.jobs.curate;
