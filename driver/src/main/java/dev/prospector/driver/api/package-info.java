/**
 * The front door: searches from a Spark application of one's own. Commands parse, call this, print.
 */
package dev.prospector.driver.api;
