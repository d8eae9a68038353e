/** Columns that transformers of spark.ml add to rows, before rules are asked. */
package dev.prospector.driver.curation.column;
