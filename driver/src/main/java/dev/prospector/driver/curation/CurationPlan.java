package dev.prospector.driver.curation;

import dev.prospector.driver.curation.dataset.Manifest.Stage;
import java.util.List;

/**
 * What a night's work would be.
 *
 * @param prompts that the sources have, each once
 * @param fresh prompts that are to be searched, failed ones among them
 * @param nfe network evaluations that they may cost at most
 * @param unfinished searches that would be gone on with first
 * @param stages what the rules would leave of the images that are there now
 */
public record CurationPlan(
    long prompts, long fresh, long nfe, List<String> unfinished, List<Stage> stages) {}
