/** Prompts in (.txt, .csv, .jsonl, Parquet), NumPy files out. */
package dev.prospector.jobs.io;
