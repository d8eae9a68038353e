/** What users submit: one command a file. */
package dev.prospector.jobs;
