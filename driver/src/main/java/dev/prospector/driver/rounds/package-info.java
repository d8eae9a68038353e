/** The Spark side of a search: waves of prompts, rounds as jobs, broadcast and aggregation. */
package dev.prospector.driver.rounds;
