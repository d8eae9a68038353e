package dev.prospector.driver.ml;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.settings.Key;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import scala.Function1;
import scala.reflect.ClassTag;

/**
 * A key of settings as a Param of spark.ml: of its kind, with its help, held to its range. Options
 * are texts of the form {@code name=value}, since no Param can be a map.
 *
 * @param param is called as the key, {@code top-k} as {@code topK}
 */
record SettingParam(Key key, Param<?> param) {

  static SettingParam of(Key key, Params owner) {
    String name = name(key);
    Function1<Object, Object> check =
        value -> {
          Object unused = parse(key, plain(key, value));
          return true; // What it does not take it has refused in its own words.
        };
    Param<?> param =
        switch (kind(key)) {
          case INTEGER -> new LongParam(owner, name, doc(key), check);
          case NUMBER -> new DoubleParam(owner, name, doc(key), check);
          case TRUTH -> new BooleanParam(owner, name, doc(key));
          case TEXT -> text(owner, name, doc(key), check);
          case TEXTS, OPTIONS -> new StringArrayParam(owner, name, doc(key), check::apply);
          case NUMBERS -> new DoubleArrayParam(owner, name, doc(key), check::apply);
        };
    return new SettingParam(key, param);
  }

  /** A number that may be a word as well is a text. */
  private static Key.Kind kind(Key key) {
    return key.kind() == Key.Kind.INTEGER && !key.setting().auto().isEmpty()
        ? Key.Kind.TEXT
        : key.kind();
  }

  private static String name(Key key) {
    StringBuilder name = new StringBuilder();
    for (String word : key.name().split("-", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  private static String doc(Key key) {
    String unset = key.setting().unset();
    return unset.isEmpty() ? key.setting().help() : key.setting().help() + " If unset: " + unset;
  }

  /** Its constructor takes a class tag in Spark 4.0, and none in 3.5 and 4.2. */
  private static Param<String> text(
      Params owner, String name, String doc, Function1<Object, Object> check) {
    Constructor<?> constructor =
        Arrays.stream(Param.class.getConstructors())
            .filter(one -> one.getParameterCount() >= 4)
            .filter(one -> one.getParameterTypes()[0].equals(String.class))
            .filter(one -> one.getParameterTypes()[3].equals(Function1.class))
            .min(Comparator.comparingInt(Constructor::getParameterCount))
            .orElseThrow();
    Object[] given = {owner.uid(), name, doc, check, ClassTag.apply(String.class)};
    try {
      @SuppressWarnings("unchecked")
      Param<String> param =
          (Param<String>)
              constructor.newInstance(Arrays.copyOf(given, constructor.getParameterCount()));
      return param;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark's Param has another constructor", e);
    }
  }

  private static Object parse(Key key, Object value) {
    Problems problems = new Problems();
    Object parsed = null;
    try {
      parsed = key.parse(value);
    } catch (IllegalArgumentException e) {
      problems.wrong(key.name(), value, e.getMessage());
    }
    problems.throwIfAny();
    return parsed;
  }

  /** What a key takes for a Param's value. */
  private static Object plain(Key key, Object value) {
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).boxed().toList();
    }
    if (!(value instanceof String[] texts)) {
      return value;
    }
    if (key.kind() != Key.Kind.OPTIONS) {
      return List.of(texts);
    }
    Map<String, String> options = new TreeMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "%s was %s, expected options of the form name=value"
                .formatted(key.name(), Problems.quote(text)));
      }
      options.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return options;
  }

  /**
   * The Param's value for one that the key takes.
   *
   * @throws dev.prospector.driver.input.InvalidInputException if the key does not take it
   */
  Object value(Object raw) {
    Object taken = plain(key, raw);
    Object parsed = parse(key, taken);
    if (kind(key) == Key.Kind.TEXT) {
      return String.valueOf(taken).strip();
    }
    if (parsed == null) {
      return new String[] {key.setting().auto()};
    }
    if (parsed instanceof Map<?, ?> options) {
      return options.entrySet().stream()
          .map(option -> option.getKey() + "=" + option.getValue())
          .toArray(String[]::new);
    }
    if (!(parsed instanceof List<?> list)) {
      return parsed;
    }
    return key.kind() == Key.Kind.NUMBERS
        ? list.stream().mapToDouble(number -> (Double) number).toArray()
        : list.stream().map(String::valueOf).toArray(String[]::new);
  }

  /** What was set, as the key takes it. */
  Optional<Object> given(Params owner) {
    return owner.isSet(param) ? Optional.of(plain(key, owner.get(param).get())) : Optional.empty();
  }

  /** Spark's own line shows no list. */
  String explained(Params owner) {
    List<String> values = new ArrayList<>();
    if (owner.hasDefault(param)) {
      values.add("default: " + plain(key, owner.getDefault(param).get()));
    }
    given(owner).ifPresent(value -> values.add("current: " + value));
    String line = param.name() + ": " + param.doc();
    return values.isEmpty() ? line : "%s (%s)".formatted(line, String.join(", ", values));
  }

  void clear(Params owner) {
    Params unused = owner.clear(param);
  }

  /** Sets the Param where the key has a default. */
  void setDefault(Params owner) {
    String preset = key.setting().by();
    if (!preset.isEmpty()) {
      set(owner::setDefault, value(preset));
    }
  }

  /** Sets the Param. */
  void set(Params owner, Object raw) {
    set(owner::set, value(raw));
  }

  private interface Setter {
    Params set(Param<Object> param, Object value);
  }

  private void set(Setter setter, Object value) {
    @SuppressWarnings("unchecked")
    Param<Object> untyped = (Param<Object>) param;
    Params unused = setter.set(untyped, value);
  }
}
