package dev.prospector.driver.curation.column;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.driver.input.NameSuggestions;
import dev.prospector.driver.input.Problems;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayArrayParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Values of a configuration as a transformer's params, by what those read of JSON. */
final class GivenParams {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private GivenParams() {}

  /**
   * Sets them.
   *
   * @throws IllegalArgumentException that names the param, what was found and what was expected
   */
  static void set(Map<String, Object> values, Transformer stage) {
    Map<String, Param<?>> known = new TreeMap<>();
    for (Param<?> param : stage.params()) {
      known.put(param.name(), param);
    }
    values.forEach(
        (name, value) -> {
          if (!known.containsKey(name)) {
            throw new IllegalArgumentException(
                "param '%s' is unknown; %s"
                    .formatted(name, NameSuggestions.hint(name, known.keySet())));
          }
          set(stage, known.get(name), value);
        });
  }

  private static <T> void set(Transformer stage, Param<T> param, Object value) {
    try {
      Transformer unused = (Transformer) stage.set(param, decoded(param, value));
    } catch (Exception e) { // Of many kinds, by what was not found in the JSON; some are checked.
      throw new IllegalArgumentException(
          "param '%s' was %s, expected %s: %s"
              .formatted(
                  param.name(),
                  value instanceof String text ? Problems.quote(text) : value,
                  expected(param),
                  param.doc()),
          e);
    }
  }

  private static <T> T decoded(Param<T> param, Object value) {
    try {
      return param.jsonDecode(JSON.writeValueAsString(asRead(param, value)));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * Params of numbers take no JSON of whole ones, those of texts none of numbers, and those of
   * whole ones would cut what they can't hold.
   */
  private static Object asRead(Param<?> param, Object value) {
    if (param instanceof IntParam && value instanceof Number number) {
      return new BigDecimal(number.toString()).intValueExact();
    }
    if (param instanceof LongParam && value instanceof Number number) {
      return new BigDecimal(number.toString()).longValueExact();
    }
    if (param instanceof DoubleParam || param instanceof FloatParam) {
      return value instanceof Number number ? number.doubleValue() : value;
    }
    if (param instanceof DoubleArrayParam || param instanceof DoubleArrayArrayParam) {
      return doubles(value);
    }
    if (param instanceof StringArrayParam && value instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return param.getClass().equals(Param.class) ? String.valueOf(value) : value;
  }

  private static Object doubles(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(GivenParams::doubles).toList();
    }
    return value instanceof Number number ? number.doubleValue() : value;
  }

  private static String expected(Param<?> param) {
    if (param instanceof IntParam || param instanceof LongParam) {
      return "a whole number";
    }
    if (param instanceof DoubleParam || param instanceof FloatParam) {
      return "a number";
    }
    if (param instanceof BooleanParam) {
      return "true or false";
    }
    boolean isList =
        Arrays.asList(
                StringArrayParam.class,
                DoubleArrayParam.class,
                DoubleArrayArrayParam.class,
                IntArrayParam.class)
            .contains(param.getClass());
    return isList ? "a list" : "a text";
  }
}
