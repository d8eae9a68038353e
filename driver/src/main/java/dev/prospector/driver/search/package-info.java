/** The paper: one small file per algorithm, and the loop that drives it. No Spark, no DJL. */
package dev.prospector.driver.search;
