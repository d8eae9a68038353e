package dev.prospector.driver.curation;

import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.Manifest;

/**
 * What a night came to.
 *
 * @param directory of the data set
 * @param version the current one
 * @param isNew whether it was made tonight
 * @param searched prompts that were searched tonight
 * @param failed prompts of these without an image
 * @param refused prompts that were not, since no verifier of the search can judge them
 * @param nfe network evaluations credited to tonight's searches
 */
public record Curated(
    DatasetDirectory directory,
    Manifest version,
    boolean isNew,
    long searched,
    long failed,
    long refused,
    long nfe) {}
