/** Tables of a curated data set: their columns, and files whose bytes depend on the rows alone. */
package dev.prospector.driver.curation.table;
