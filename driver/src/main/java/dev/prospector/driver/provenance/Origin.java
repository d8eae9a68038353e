package dev.prospector.driver.provenance;

import dev.prospector.executors.engine.EngineSpec;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all images of a search have in common.
 *
 * @param engine what drew them
 * @param sha256 of its bundle's files, by their names
 */
public record Origin(EngineSpec engine, Map<String, String> sha256) implements Serializable {
  public Origin {
    sha256 = new TreeMap<>(sha256);
  }
}
