/** The vocabulary that travels between driver and executors. The JDK only. */
package dev.prospector.executors.candidate;
