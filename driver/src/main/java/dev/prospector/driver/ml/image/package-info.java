/** Images in Spark's image schema, as stages of spark.ml take them. */
package dev.prospector.driver.ml.image;
