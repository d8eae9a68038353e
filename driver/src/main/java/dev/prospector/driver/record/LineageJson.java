package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Fresh;
import dev.prospector.executors.candidate.NoiseLineage.Neighbour;
import java.util.Iterator;
import java.util.Set;

/**
 * Lineages as JSON, on one line:
 *
 * <pre>{@code
 * {"type":"fresh","seed":42}
 * {"type":"neighbour","pivot":{"type":"fresh","seed":42},"seed":7,"cosine":0.95}
 * }</pre>
 *
 * <p>What is read back equals what was written, to the last bit of the cosine.
 */
public final class LineageJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private LineageJson() {}

  /** The lineage on one line, without spaces, its keys in the order shown above. */
  public static String write(NoiseLineage lineage) {
    StringBuilder json = new StringBuilder();
    write(lineage, json);
    return json.toString();
  }

  private static void write(NoiseLineage lineage, StringBuilder json) {
    if (lineage instanceof Fresh) {
      json.append("{\"type\":\"fresh\",\"seed\":").append(lineage.seed()).append('}');
    } else if (lineage instanceof Neighbour neighbour) {
      json.append("{\"type\":\"neighbour\",\"pivot\":");
      write(neighbour.pivot(), json);
      json.append(",\"seed\":").append(neighbour.seed());
      json.append(",\"cosine\":").append(neighbour.cosine()).append('}');
    } else {
      throw new AssertionError("no JSON for " + lineage.getClass());
    }
  }

  /**
   * Reads one lineage, written by this class or by hand.
   *
   * @throws IllegalArgumentException if it is not JSON, or a key is missing, unknown, of another
   *     type or out of range
   */
  public static NoiseLineage read(String json) {
    JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "lineage is not JSON: %s, at column %d"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr()),
          e);
    }
    return lineage(node, "");
  }

  /** Reads the object that stands under {@code path}, which is empty or ends in a dot. */
  private static NoiseLineage lineage(JsonNode node, String path) {
    if (!node.isObject()) {
      String key = path.isEmpty() ? "" : " key '" + path.substring(0, path.length() - 1) + "'";
      throw new IllegalArgumentException(
          "lineage%s was %s, expected an object such as {\"type\":\"fresh\",\"seed\":42}"
              .formatted(key, node.isMissingNode() ? "empty" : node));
    }
    String type = node.path("type").asText();
    switch (type) {
      case "fresh":
        requireOnly(node, path, Set.of("type", "seed"));
        return new Fresh(seed(node, path));
      case "neighbour":
        requireOnly(node, path, Set.of("type", "pivot", "seed", "cosine"));
        return new Neighbour(
            lineage(required(node, path, "pivot", "a lineage"), path + "pivot."),
            seed(node, path),
            cosine(node, path));
      default:
        throw invalid(node, path, "type", "fresh or neighbour");
    }
  }

  private static long seed(JsonNode node, String path) {
    String expected = "an integer from 0 to " + NoiseLineage.MAX_SEED;
    JsonNode seed = required(node, path, "seed", expected);
    if (!seed.canConvertToLong()
        || !seed.isIntegralNumber()
        || seed.longValue() < 0
        || seed.longValue() > NoiseLineage.MAX_SEED) {
      throw invalid(node, path, "seed", expected);
    }
    return seed.longValue();
  }

  private static double cosine(JsonNode node, String path) {
    String expected = "a number from -1 to 1";
    JsonNode cosine = required(node, path, "cosine", expected);
    if (!cosine.isNumber() || Math.abs(cosine.doubleValue()) > 1) {
      throw invalid(node, path, "cosine", expected);
    }
    return cosine.doubleValue();
  }

  private static JsonNode required(JsonNode node, String path, String key, String expected) {
    if (!node.has(key)) {
      throw invalid(node, path, key, expected);
    }
    return node.get(key);
  }

  private static void requireOnly(JsonNode node, String path, Set<String> known) {
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "lineage key '%s' is unknown, expected one of %s"
                .formatted(path + key, String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private static IllegalArgumentException invalid(
      JsonNode node, String path, String key, String expected) {
    String found = node.has(key) ? "was " + node.get(key) : "is missing";
    return new IllegalArgumentException(
        "lineage key '%s' %s, expected %s".formatted(path + key, found, expected));
  }
}
