/**
 * The door to curated data sets: from prompts to a version, by {@code driver.api} and Spark SQL.
 */
package dev.prospector.driver.curation;
