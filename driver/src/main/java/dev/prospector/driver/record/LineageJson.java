package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.candidate.NoiseLineage;

/**
 * A lineage as one line of JSON: {@code {"seed":42}}, or {@code
 * {"pivot":{"seed":42},"seed":7,"cosine":0.95}}.
 */
public final class LineageJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LineageJson() {}

  /** The lineage as JSON, the same for equal lineages. */
  public static String write(NoiseLineage lineage) {
    return tree(lineage).toString();
  }

  /**
   * The lineage that was written.
   *
   * @throws IllegalArgumentException if it is not a lineage
   */
  public static NoiseLineage read(String json) {
    try {
      return lineage(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "lineage " + json + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static ObjectNode tree(NoiseLineage lineage) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (lineage instanceof NoiseLineage.Neighbour neighbour) {
      node.set("pivot", tree(neighbour.pivot()));
      return node.put("seed", neighbour.seed()).put("cosine", neighbour.cosine());
    }
    return node.put("seed", lineage.seed());
  }

  private static NoiseLineage lineage(JsonNode node) {
    JsonNode seed = node.path("seed");
    if (!seed.isIntegralNumber()) {
      throw new IllegalArgumentException("lineage " + node + ", expected a whole seed");
    }
    if (!node.has("pivot")) {
      return new NoiseLineage.Fresh(seed.longValue());
    }
    if (!node.path("cosine").isNumber()) {
      throw new IllegalArgumentException("lineage " + node + ", expected a cosine");
    }
    return new NoiseLineage.Neighbour(
        lineage(node.get("pivot")), seed.longValue(), node.get("cosine").doubleValue());
  }
}
