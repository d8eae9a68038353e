/** What a run leaves behind: round log, result rows and run.json, written and read back. */
package dev.prospector.driver.record;
