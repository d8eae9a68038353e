package dev.prospector.driver.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.candidate.NoiseLineage;
import dev.prospector.executors.candidate.NoiseLineage.Op;
import dev.prospector.executors.candidate.NoiseLineage.Step;
import dev.prospector.executors.input.BoundedJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lineages as JSON, on one line: a list of steps, the last of which is the noise.
 *
 * <pre>{@code
 * [{"op":"fresh","seed":42},{"op":"neighbour","seed":7,"number":0.95}]
 * }</pre>
 *
 * <p>A step starts from the one before it. Where it does not, {@code "parents":[0]} says from which
 * steps, counted from 0. What is read back equals what was written, to the last bit of a number.
 */
public final class LineageJson {
  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final String OPS =
      Arrays.stream(Op.values()).map(LineageJson::name).collect(Collectors.joining(" or "));

  private LineageJson() {}

  /** The lineage on one line, without spaces, its keys in the order shown above. */
  public static String write(NoiseLineage lineage) {
    StringBuilder json = new StringBuilder();
    List<Step> steps = lineage.steps();
    for (int place = 0; place < steps.size(); place++) {
      Step step = steps.get(place);
      json.append(place == 0 ? "[{\"op\":\"" : ",{\"op\":\"").append(name(step.op()));
      json.append("\",\"seed\":").append(step.seed());
      if (step.op().takesNumber()) {
        json.append(",\"number\":").append(step.number());
      }
      if (!step.parents().equals(implied(step.op(), place))) {
        String parents =
            step.parents().stream().map(String::valueOf).collect(Collectors.joining(","));
        json.append(",\"parents\":[").append(parents).append(']');
      }
      json.append('}');
    }
    return json.append(']').toString();
  }

  /** What a step starts from if nothing is said: the step before, if it starts from one. */
  private static List<Integer> implied(Op op, int place) {
    return op.parents() == 1 && place > 0 ? List.of(place - 1) : List.of();
  }

  private static String name(Op op) {
    return op.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads one lineage, written by this class or by hand.
   *
   * @throws IllegalArgumentException if it is not JSON, or a step's key is missing, unknown, of
   *     another type or out of range
   */
  public static NoiseLineage read(String json) {
    JsonNode array;
    try {
      array = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("lineage can't be understood: " + BoundedJson.said(e), e);
    }
    if (!array.isArray() || array.isEmpty()) {
      throw new IllegalArgumentException(
          "lineage was %s, expected a list of steps such as [{\"op\":\"fresh\",\"seed\":42}]"
              .formatted(array.isMissingNode() ? "empty" : array));
    }
    List<Step> steps = new ArrayList<>(array.size());
    for (JsonNode step : array) {
      steps.add(new Reader(step, steps.size()).step());
    }
    return NoiseLineage.of(steps);
  }

  /** Reads the object that stands at this place of the list. */
  private record Reader(JsonNode node, int place) {

    Step step() {
      if (!node.isObject()) {
        throw new IllegalArgumentException(
            "lineage step %d was %s, expected an object such as {\"op\":\"fresh\",\"seed\":42}"
                .formatted(place, node));
      }
      Op op = op();
      requireOnly(known(op));
      return new Step(op, seed(), op.takesNumber() ? number(op) : 0, parents(op));
    }

    private Op op() {
      for (Op op : Op.values()) {
        if (name(op).equals(node.path("op").asText())) {
          return op;
        }
      }
      throw invalid("op", OPS);
    }

    private static Set<String> known(Op op) {
      Set<String> known = new TreeSet<>(Set.of("op", "seed"));
      if (op.takesNumber()) {
        known.add("number");
      }
      if (op.parents() > 0) {
        known.add("parents");
      }
      return known;
    }

    private long seed() {
      JsonNode seed = node.path("seed");
      if (!seed.isIntegralNumber()
          || !seed.canConvertToLong()
          || seed.longValue() < 0
          || seed.longValue() > NoiseLineage.MAX_SEED) {
        throw invalid("seed", "an integer from 0 to " + NoiseLineage.MAX_SEED);
      }
      return seed.longValue();
    }

    private double number(Op op) {
      JsonNode number = node.path("number");
      if (!number.isNumber() || !op.takes(number.doubleValue())) {
        throw invalid("number", "a number from " + op.range());
      }
      return number.doubleValue();
    }

    private List<Integer> parents(Op op) {
      JsonNode given = node.path("parents");
      List<Integer> parents =
          new ArrayList<>(given.isMissingNode() ? implied(op, place) : List.of());
      if (given.isArray()) {
        given.forEach(parent -> parents.add(parent.isInt() ? parent.intValue() : place));
      }
      if (parents.size() != op.parents() || parents.stream().anyMatch(p -> p < 0 || p >= place)) {
        throw invalid("parents", "%d of the %d steps before it".formatted(op.parents(), place));
      }
      return parents;
    }

    private void requireOnly(Set<String> known) {
      for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
        String key = keys.next();
        if (!known.contains(key)) {
          throw new IllegalArgumentException(
              "lineage step %d: key '%s' is unknown, expected one of %s"
                  .formatted(place, key, String.join(", ", known)));
        }
      }
    }

    private IllegalArgumentException invalid(String key, String expected) {
      String found = node.has(key) ? "was " + node.get(key) : "is missing";
      return new IllegalArgumentException(
          "lineage step %d: key '%s' %s, expected %s".formatted(place, key, found, expected));
    }
  }
}
