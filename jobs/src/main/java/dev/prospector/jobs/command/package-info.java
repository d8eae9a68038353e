/** The commands: they parse, call, print, and say how it ended. */
package dev.prospector.jobs.command;
