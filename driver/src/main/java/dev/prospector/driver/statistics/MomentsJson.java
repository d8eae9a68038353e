package dev.prospector.driver.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * Moments as {@code {"n": N, "mean": [...], "covariance": [[...], ...]}}, the covariance of n − 1:
 * what pytorch-fid calls mu and sigma.
 */
public final class MomentsJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private MomentsJson() {}

  /**
   * Writes them.
   *
   * @throws IllegalStateException if there are less than 2 vectors
   */
  public static String write(Moments moments) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("n", moments.n());
    add(root.putArray("mean"), moments.mean());
    ArrayNode rows = root.putArray("covariance");
    for (double[] row : moments.covariance()) {
      add(rows.addArray(), row);
    }
    return root.toString();
  }

  /**
   * Reads them from an object, which may hold more.
   *
   * @throws IllegalArgumentException if a key is missing or not of its form
   */
  static Moments read(JsonNode object) {
    JsonNode n = object.path("n");
    if (!n.isIntegralNumber()) {
      throw new IllegalArgumentException(
          "key 'n' was %s, expected a whole number".formatted(n.isMissingNode() ? "missing" : n));
    }
    JsonNode rows = object.path("covariance");
    double[][] covariance = new double[rows.size()][];
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] = numbers(rows.get(i), "covariance");
    }
    return Moments.of(n.asLong(), numbers(object.path("mean"), "mean"), covariance);
  }

  /** An array of numbers. */
  static double[] numbers(JsonNode array, String key) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.path(i).isNumber() ? array.get(i).asDouble() : Double.NaN;
    }
    if (numbers.length == 0 || Arrays.stream(numbers).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException(
          "key '%s' was %s, expected an array of numbers"
              .formatted(key, array.isMissingNode() ? "missing" : array.getNodeType()));
    }
    return numbers;
  }

  private static void add(ArrayNode array, double[] numbers) {
    for (double number : numbers) {
      array.add(number);
    }
  }
}
