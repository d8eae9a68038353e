package dev.prospector.driver.curation.column;

import java.util.Map;
import org.apache.spark.ml.Transformer;

/**
 * A transformer that is there.
 *
 * @param shortName for rules
 * @param transformer itself
 * @param values what it is, as a manifest has it, with the hash of its files
 */
record LoadedStage(String shortName, Transformer transformer, Map<String, Object> values) {}
