/**
 * How score grows with compute: curves over budgets, laws fitted to them, and what they promise.
 */
package dev.prospector.driver.scaling;
