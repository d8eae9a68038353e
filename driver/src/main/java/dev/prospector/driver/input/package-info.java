/** What is wrong with an input, in sentences. */
package dev.prospector.driver.input;
