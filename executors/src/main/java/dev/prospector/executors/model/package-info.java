/** A loaded model: its TorchScript parts through DJL. */
package dev.prospector.executors.model;
