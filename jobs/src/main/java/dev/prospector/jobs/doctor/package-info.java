/** What can be wrong with a machine, and what to do about it. */
package dev.prospector.jobs.doctor;
