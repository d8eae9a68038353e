package dev.prospector.executors.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
      Declaration.of(component).ifPresent(setting -> keys.add(setting.key()));
      nested(component).ifPresent(record -> keys.addAll(keys(record)));
    }
    return List.copyOf(keys);
  }

  /**
   * Makes a record of values. Where one is wrong it is complained of once, and the default stands
   * in, so that more can be found.
   *
   * @param values by key; null where none is given, an empty {@link Optional} where there is to be
   *     none, not even a default
   * @param context what components that are no settings are taken from, by their type
   * @throws IllegalArgumentException if the record itself refuses what it is given
   */
  public static <R extends Record> R read(
      Class<R> type, Function<String, Object> values, Complaints complaints, Object... context) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] parts = new Object[components.length];
    for (int i = 0; i < parts.length; i++) {
      Optional<Declaration> setting = Declaration.of(components[i]);
      Optional<Class<? extends Record>> nested = nested(components[i]);
      if (setting.isPresent()) {
        Key key = setting.get().key();
        parts[i] = setting.get().hold(value(key, values.apply(key.name()), complaints));
      } else if (nested.isPresent()) {
        parts[i] = read(nested.get(), values, complaints, context);
      } else {
        parts[i] = fromContext(components[i], context);
      }
    }
    return make(type, parts);
  }

  /**
   * The values that a record holds, by key, in the order of its components. What is left open is
   * left out, or said by its word where a default would stand in. Read again, they make an equal
   * record.
   */
  public static Map<String, Object> write(Record record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object part = part(record, component);
      Declaration.of(component)
          .ifPresent(
              setting ->
                  setting.value(part).ifPresent(value -> values.put(setting.key().name(), value)));
      nested(component).ifPresent(unused -> values.putAll(write((Record) part)));
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
    } else if (key.required()) {
      complaints.wrong(key, null, key.expected());
    }
    String preset = key.setting().by();
    return preset.isEmpty() ? null : key.parse(preset);
  }

  private static Object fromContext(RecordComponent component, Object... context) {
    return Arrays.stream(context)
        .filter(component.getType()::isInstance)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing to make %s of".formatted(component)));
  }

  /** The type of a component that is a record with settings in it. */
  private static Optional<Class<? extends Record>> nested(RecordComponent component) {
    return component.getType().isRecord() && hasSettings(component.getType())
        ? Optional.of(component.getType().asSubclass(Record.class))
        : Optional.empty();
  }

  private static boolean hasSettings(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .anyMatch(
            component ->
                component.isAnnotationPresent(Setting.class) || nested(component).isPresent());
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
