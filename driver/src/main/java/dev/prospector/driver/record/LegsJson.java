package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.candidate.Leg;
import dev.prospector.executors.candidate.Leg.Beginning;
import dev.prospector.executors.candidate.Leg.Branch;
import dev.prospector.executors.candidate.Leg.Plain;
import dev.prospector.executors.candidate.Leg.Renoise;
import dev.prospector.executors.input.BoundedJson;
import java.util.ArrayList;
import java.util.List;

/**
 * The legs that a sample walked, as JSON on one line; together with its lineage they draw it again:
 *
 * <pre>{@code
 * [{"from":1.0,"to":0.11,"steps":12},
 *  {"renoise":{"from":0.11,"seed":7},"from":0.89,"to":0.5,"steps":12},
 *  {"branch":{"seed":8},"from":0.5,"to":0.0,"steps":12}]
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
      if (leg.beginning() instanceof Renoise renoise) {
        json.append("\"renoise\":{\"from\":").append(renoise.sigmaFrom());
        json.append(",\"seed\":").append(renoise.seed()).append("},");
      } else if (leg.beginning() instanceof Branch branch) {
        json.append("\"branch\":{\"seed\":").append(branch.seed()).append("},");
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
      throw new IllegalArgumentException("legs can't be understood: " + BoundedJson.said(e), e);
    }
    List<Leg> legs = new ArrayList<>();
    for (JsonNode node : array) {
      int steps = (int) number(node, "steps");
      legs.add(new Leg(beginning(node), number(node, "from"), number(node, "to"), steps));
    }
    if (legs.isEmpty()) {
      throw new IllegalArgumentException("legs were " + json + ", expected one or more");
    }
    return legs;
  }

  private static Beginning beginning(JsonNode leg) {
    if (leg.has("renoise") && leg.has("branch")) {
      throw new IllegalArgumentException("legs had " + leg + ", expected renoise or branch");
    }
    if (leg.has("renoise")) {
      JsonNode renoise = leg.get("renoise");
      return new Renoise(number(renoise, "from"), seed(renoise));
    }
    return leg.has("branch") ? new Branch(seed(leg.get("branch"))) : new Plain();
  }

  private static long seed(JsonNode node) {
    return (long) number(node, "seed");
  }

  private static double number(JsonNode node, String key) {
    if (!node.path(key).isNumber()) {
      throw new IllegalArgumentException(
          "legs key '%s' was %s, expected a number".formatted(key, node.get(key)));
    }
    return node.get(key).doubleValue();
  }
}
