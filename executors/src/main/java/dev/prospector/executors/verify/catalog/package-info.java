/** Verifiers and features by name: on the class path, or bundles. */
package dev.prospector.executors.verify.catalog;
