/** Prompts as sources have them, and as a data set knows them. */
package dev.prospector.driver.curation.prompt;
