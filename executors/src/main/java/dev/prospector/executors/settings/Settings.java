package dev.prospector.executors.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Records whose components are settings, or records of settings, or come from a context: which keys
 * they have, how they are made of values, and which values they hold.
 */
public final class Settings {
  private Settings() {}

  /** Is told of a value that is not what its key takes. */
  @FunctionalInterface
  public interface Complaints {

    /**
     * One complaint.
     *
     * @param found the value as given; null for none
     * @param expected what would have been right
     */
    void wrong(Key key, Object found, String expected);
  }

  /** The keys of a record, in the order of its components; those of nested records in between. */
  public static List<Key> keys(Class<? extends Record> type) {
    List<Key> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Setting.class)) {
        keys.add(key(component));
      } else if (component.getType().isRecord() && hasSettings(component.getType())) {
        keys.addAll(keys(component.getType().asSubclass(Record.class)));
      }
    }
    return List.copyOf(keys);
  }

  /**
   * Makes a record of values. Where one is wrong it is complained of, and the default stands in, so
   * that more can be found.
   *
   * @param values by key; null where none is given
   * @param context what components that are no settings are taken from, by their type
   * @throws IllegalArgumentException if the record itself refuses what it is given
   */
  public static <R extends Record> R read(
      Class<R> type, Function<String, Object> values, Complaints complaints, Object... context) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] parts = new Object[components.length];
    for (int i = 0; i < parts.length; i++) {
      RecordComponent component = components[i];
      if (component.isAnnotationPresent(Setting.class)) {
        Key key = key(component);
        Object value = value(key, values.apply(key.name()), complaints);
        if (value == null && isRequired(component.getType())) {
          complaints.wrong(key, null, key.expected());
        }
        parts[i] = shaped(component, value);
      } else if (component.getType().isRecord() && hasSettings(component.getType())) {
        Class<? extends Record> nested = component.getType().asSubclass(Record.class);
        parts[i] = read(nested, values, complaints, context);
      } else {
        parts[i] = fromContext(component, context);
      }
    }
    return make(type, parts);
  }

  /**
   * The values that a record holds, by key, in the order of its components; unset ones left out.
   */
  public static Map<String, Object> write(Record record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object part = part(record, component);
      if (component.isAnnotationPresent(Setting.class)) {
        Key key = key(component);
        plain(key, part).ifPresent(value -> values.put(key.name(), value));
      } else if (part instanceof Record nested && hasSettings(component.getType())) {
        values.putAll(write(nested));
      }
    }
    return values;
  }

  private static Object value(Key key, Object given, Complaints complaints) {
    if (given instanceof Optional<?>) {
      return null; // Taken back by what says the same in another unit.
    }
    if (given != null) {
      try {
        return key.parse(given);
      } catch (IllegalArgumentException e) {
        complaints.wrong(key, given, e.getMessage());
      }
    }
    String preset = key.setting().by();
    return preset.isEmpty() ? null : key.parse(preset);
  }

  private static boolean isRequired(Class<?> type) {
    return type.isPrimitive() || type == String.class || type.isEnum();
  }

  private static Object shaped(RecordComponent component, Object value) {
    Class<?> type = component.getType();
    if (type == int.class) {
      return value == null ? 0 : ((Long) value).intValue();
    }
    if (type == OptionalInt.class) {
      return value == null ? OptionalInt.empty() : OptionalInt.of(((Long) value).intValue());
    }
    if (type == OptionalLong.class) {
      return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
    }
    if (type == OptionalDouble.class) {
      return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
    }
    if (type == Optional.class) {
      return Optional.ofNullable(value);
    }
    if (type == List.class) {
      return value == null ? List.of() : value;
    }
    if (type == Map.class) {
      return value == null ? Map.of() : value;
    }
    if (type.isPrimitive() && value == null) {
      return type == boolean.class
          ? (Object) false
          : type == long.class ? (Object) 0L : (Object) 0.0;
    }
    return type.isEnum() && value != null ? constant(type, (String) value) : value;
  }

  private static Object constant(Class<?> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word((Enum<?>) constant).equals(word))
        .findFirst()
        .orElseThrow();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Object fromContext(RecordComponent component, Object... context) {
    return Arrays.stream(context)
        .filter(component.getType()::isInstance)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing to make %s of".formatted(component)));
  }

  private static Optional<Object> plain(Key key, Object part) {
    if (part instanceof Optional<?> optional) {
      return optional.flatMap(value -> plain(key, value));
    }
    if (part instanceof OptionalInt number) {
      return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }
    if (part instanceof OptionalLong number) {
      return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }
    if (part instanceof OptionalDouble number) {
      return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }
    if (part instanceof List<?> list && list.isEmpty() && !key.setting().none().isEmpty()) {
      return Optional.of(key.setting().none());
    }
    return Optional.of(part instanceof Enum<?> constant ? word(constant) : part);
  }

  private static boolean hasSettings(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .anyMatch(
            component ->
                component.isAnnotationPresent(Setting.class)
                    || (component.getType().isRecord() && hasSettings(component.getType())));
  }

  private static Key key(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    Group group = component.getDeclaringRecord().getAnnotation(Group.class);
    Type type = component.getGenericType();
    if (component.getType() == Optional.class) {
      type = ((ParameterizedType) type).getActualTypeArguments()[0];
    }
    List<String> words = List.of(setting.words());
    if (type instanceof Class<?> constants && constants.isEnum()) {
      words =
          Arrays.stream(constants.getEnumConstants())
              .map(constant -> word((Enum<?>) constant))
              .collect(Collectors.toList());
    }
    return new Key(
        setting.name().isEmpty() ? dashed(component.getName()) : setting.name(),
        kind(type),
        words,
        group == null ? "" : group.value(),
        setting);
  }

  private static Key.Kind kind(Type type) {
    if (type == int.class || type == long.class) {
      return Key.Kind.INTEGER;
    }
    if (type == OptionalInt.class || type == OptionalLong.class) {
      return Key.Kind.INTEGER;
    }
    if (type == double.class || type == OptionalDouble.class) {
      return Key.Kind.NUMBER;
    }
    if (type == boolean.class || type == Boolean.class) {
      return Key.Kind.TRUTH;
    }
    if (type instanceof ParameterizedType parameterized) {
      if (parameterized.getRawType() == Map.class) {
        return Key.Kind.OPTIONS;
      }
      Type item = parameterized.getActualTypeArguments()[0];
      return item == Double.class ? Key.Kind.NUMBERS : Key.Kind.TEXTS;
    }
    return Key.Kind.TEXT;
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Object part(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("can't read " + component, e);
    }
  }

  private static <R extends Record> R make(Class<R> type, Object[] parts) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("can't make " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("can't make " + type, e);
    }
  }
}
