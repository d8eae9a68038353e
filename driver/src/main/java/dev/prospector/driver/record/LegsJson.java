package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Renoise;
import java.util.ArrayList;
import java.util.List;

/**
 * The legs that a sample walked, as JSON on one line; together with its lineage they draw it again:
 *
 * <pre>{@code
 * [{"from":1.0,"to":0.11,"steps":12},
 *  {"renoise":{"from":0.11,"seed":7},"from":0.89,"to":0.0,"steps":12}]
 * }</pre>
 */
public final class LegsJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LegsJson() {}

  /** The legs, first to last. */
  public static String write(List<Leg> legs) {
    StringBuilder json = new StringBuilder("[");
    for (Leg leg : legs) {
      json.append(json.length() == 1 ? "{" : ",{");
      if (leg.renoise() != null) {
        json.append("\"renoise\":{\"from\":").append(leg.renoise().sigmaFrom());
        json.append(",\"seed\":").append(leg.renoise().seed()).append("},");
      }
      json.append("\"from\":").append(leg.sigmaFrom());
      json.append(",\"to\":").append(leg.sigmaTo());
      json.append(",\"steps\":").append(leg.steps()).append('}');
    }
    return json.append(']').toString();
  }

  /**
   * Reads them back, to the last bit of every level.
   *
   * @throws IllegalArgumentException if the text is something else
   */
  public static List<Leg> read(String json) {
    JsonNode array;
    try {
      array = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("legs are not JSON: " + e.getOriginalMessage(), e);
    }
    List<Leg> legs = new ArrayList<>();
    for (JsonNode node : array) {
      JsonNode renoise = node.get("renoise");
      legs.add(
          new Leg(
              renoise == null
                  ? null
                  : new Renoise(number(renoise, "from"), renoise.path("seed").asLong(-1)),
              number(node, "from"),
              number(node, "to"),
              (int) number(node, "steps")));
    }
    if (legs.isEmpty()) {
      throw new IllegalArgumentException("legs were " + json + ", expected one or more");
    }
    return legs;
  }

  private static double number(JsonNode node, String key) {
    if (!node.path(key).isNumber()) {
      throw new IllegalArgumentException(
          "legs key '%s' was %s, expected a number".formatted(key, node.get(key)));
    }
    return node.get(key).doubleValue();
  }
}
