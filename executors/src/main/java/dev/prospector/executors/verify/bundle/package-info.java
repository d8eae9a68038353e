/** Verifiers and features that are bundles. */
package dev.prospector.executors.verify.bundle;
