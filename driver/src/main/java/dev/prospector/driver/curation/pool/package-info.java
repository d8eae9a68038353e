/** Images that a data set's searches have found, as rows. */
package dev.prospector.driver.curation.pool;
