/** The same as a stage of spark.ml over a DataFrame; the only package that needs Spark SQL. */
package dev.prospector.driver.ml;
