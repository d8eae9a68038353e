/** The one-page report of a run. */
package dev.prospector.jobs.report;
