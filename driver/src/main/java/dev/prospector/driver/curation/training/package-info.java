/** What trains on more than winners: candidates that lost, drawn again, in pairs and groups. */
package dev.prospector.driver.curation.training;
