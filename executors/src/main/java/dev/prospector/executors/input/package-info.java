/** What is read of files that somebody hands in: regular ones, of a bounded size and depth. */
package dev.prospector.executors.input;
