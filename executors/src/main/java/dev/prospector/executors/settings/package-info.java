/**
 * Settings as records: a component's annotation declares a key once, and whoever reads, writes,
 * lists or explains settings asks it. The JDK only.
 */
package dev.prospector.executors.settings;
