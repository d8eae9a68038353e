/** From scores and a judge's verdicts to marks: where to stop, and how often that is right. */
package dev.prospector.driver.calibration;
