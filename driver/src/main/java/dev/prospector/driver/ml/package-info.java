/** The same as a stage of spark.ml over a DataFrame; nobody else needs it. */
package dev.prospector.driver.ml;
