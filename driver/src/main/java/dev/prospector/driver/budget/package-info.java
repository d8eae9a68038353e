/** Policies across prompts: who gets how much of a wave's compute. */
package dev.prospector.driver.budget;
