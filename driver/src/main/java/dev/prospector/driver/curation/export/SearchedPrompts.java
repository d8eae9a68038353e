package dev.prospector.driver.curation.export;

import dev.prospector.driver.curation.training.CandidateImages;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a version comes from, for exports that give more than it kept.
 *
 * @param prompts all that it knows
 * @param images of all their candidates
 */
public record SearchedPrompts(Dataset<Row> prompts, CandidateImages images) {}
