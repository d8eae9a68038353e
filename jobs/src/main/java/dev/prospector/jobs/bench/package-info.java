/** What the search itself costs, apart from the model: measured, not asserted. */
package dev.prospector.jobs.bench;
