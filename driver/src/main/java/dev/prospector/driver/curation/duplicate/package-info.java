/**
 * Images and prompts that are too much alike: how near two are, who is near whom, and who stays.
 */
package dev.prospector.driver.curation.duplicate;
