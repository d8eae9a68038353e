package dev.prospector.driver.curation;

import dev.prospector.driver.curation.pool.Pool;
import dev.prospector.driver.curation.sieve.Sieved;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a version is made of.
 *
 * @param all prompts that it knows
 * @param known those of them that are not repeated
 * @param went prompts without an image, as rows that went
 * @param pool where images are
 * @param sieved images after all rules
 * @param columns what each column that was found out of images was found out by
 */
record VersionRows(
    Dataset<Row> all,
    Dataset<Row> known,
    Dataset<Row> went,
    Pool pool,
    Sieved sieved,
    Map<String, String> columns) {}
