/** Verifiers: pictures and their prompts in, one finite score per picture out; one file each. */
package dev.prospector.executors.verify;
