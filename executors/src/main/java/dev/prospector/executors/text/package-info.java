/** Tokenizers: prompts to ids. */
package dev.prospector.executors.text;
