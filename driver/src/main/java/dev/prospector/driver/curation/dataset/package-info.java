/** What a curated data set's directory holds: searches, versions, exports, and who is writing. */
package dev.prospector.driver.curation.dataset;
