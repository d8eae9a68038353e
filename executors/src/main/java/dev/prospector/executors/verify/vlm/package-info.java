/** A verifier that asks a vision-language model behind an OpenAI-compatible endpoint for grades. */
package dev.prospector.executors.verify.vlm;
