/** Bundles of models: the store, the manifest with its checksums, and the schedule. */
package dev.prospector.executors.bundle;
