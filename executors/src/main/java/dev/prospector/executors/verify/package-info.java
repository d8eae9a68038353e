/** Verifiers: images and their prompts in, one finite score per image out; one file each. */
package dev.prospector.executors.verify;
