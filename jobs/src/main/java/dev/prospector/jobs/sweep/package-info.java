/** What {@code sweep} reads: from axes, exclusions and named arms in HOCON to the arms. */
package dev.prospector.jobs.sweep;
