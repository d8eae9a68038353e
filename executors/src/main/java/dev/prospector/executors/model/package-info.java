/** Model bundles: the manifest, its checksums, and its TorchScript parts through DJL. */
package dev.prospector.executors.model;
