/** What a set of images looks like as a whole, from feature vectors: pure Java, no Spark. */
package dev.prospector.driver.statistics;
