/** What looks at unfinished images are worth: learnt from the log of a run. */
package dev.prospector.driver.look;
