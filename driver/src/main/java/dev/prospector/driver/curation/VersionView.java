package dev.prospector.driver.curation;

import dev.prospector.driver.curation.dataset.Manifest;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A version that is about to be committed, for who shows it.
 *
 * @param version its manifest, which does not name what is written of it now
 * @param parent the version before it
 * @param kept rows that are in it, without images
 * @param rejected rows that went, with rule and value
 * @param before what the parent keeps
 * @param images by uid, of all rows but those of failed prompts
 */
public record VersionView(
    Manifest version,
    Optional<Manifest> parent,
    Dataset<Row> kept,
    Dataset<Row> rejected,
    Optional<Dataset<Row>> before,
    Dataset<Row> images) {}
