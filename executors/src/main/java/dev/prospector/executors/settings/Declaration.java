package dev.prospector.executors.settings;

import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A component of a record as a setting: which key it declares, and how its type holds a value. */
record Declaration(RecordComponent component, Setting setting) {
  private static final Map<Type, Key.Kind> SINGLES =
      Map.of(
          int.class, Key.Kind.INTEGER,
          long.class, Key.Kind.INTEGER,
          OptionalInt.class, Key.Kind.INTEGER,
          OptionalLong.class, Key.Kind.INTEGER,
          double.class, Key.Kind.NUMBER,
          OptionalDouble.class, Key.Kind.NUMBER,
          boolean.class, Key.Kind.TRUTH,
          Boolean.class, Key.Kind.TRUTH,
          String.class, Key.Kind.TEXT);

  private static final Map<Type, Key.Kind> LISTS =
      Map.of(String.class, Key.Kind.TEXTS, Double.class, Key.Kind.NUMBERS);

  /** What a component declares, if it is a setting. */
  static Optional<Declaration> of(RecordComponent component) {
    return Optional.ofNullable(component.getAnnotation(Setting.class))
        .map(setting -> new Declaration(component, setting));
  }

  /**
   * Its key.
   *
   * @throws IllegalStateException if no setting can have the component's type
   */
  Key key() {
    Class<?> type = component.getType();
    Group group = component.getDeclaringRecord().getAnnotation(Group.class);
    boolean needed = type.isPrimitive() || type == String.class || type.isEnum();
    return new Key(
        setting.name().isEmpty() ? dashed(component.getName()) : setting.name(),
        kind(),
        constants().length == 0
            ? List.of(setting.words())
            : Arrays.stream(constants()).map(Declaration::word).toList(),
        Range.of(setting, type),
        needed && setting.by().isEmpty(),
        group == null ? "" : group.value(),
        setting);
  }

  private Key.Kind kind() {
    Type item = item();
    Key.Kind kind = constants().length == 0 ? SINGLES.get(item) : Key.Kind.TEXT;
    if (item instanceof ParameterizedType generic) {
      List<Type> parameters = List.of(generic.getActualTypeArguments());
      if (generic.getRawType() == List.class) {
        kind = LISTS.get(parameters.get(0));
      } else if (generic.getRawType() == Map.class
          && parameters.equals(List.of(String.class, String.class))) {
        kind = Key.Kind.OPTIONS;
      }
    }
    if (kind == null) {
      throw new IllegalStateException(component + ": a setting can't be of this type");
    }
    return kind;
  }

  /** The component's type or, if it is optional, that of what there is if there is anything. */
  private Type item() {
    return component.getType() == Optional.class
        ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
        : component.getGenericType();
  }

  private Enum<?>[] constants() {
    return item() instanceof Class<?> type && type.isEnum()
        ? (Enum<?>[]) type.getEnumConstants()
        : new Enum<?>[0];
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * What the component holds for a value.
   *
   * @param value as its key parses it; null for none
   */
  Object hold(Object value) {
    Class<?> type = component.getType();
    if (type == Optional.class) {
      return Optional.ofNullable(value).map(this::single);
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
    if (type == List.class) {
      return value == null ? List.of() : value;
    }
    if (type == Map.class) {
      return value == null ? Map.of() : value;
    }
    // Where there should be one and is none: 0, false or null, as in Java's own arrays.
    return value == null ? Array.get(Array.newInstance(type, 1), 0) : single(value);
  }

  private Object single(Object value) {
    if (component.getType() == int.class) {
      return ((Long) value).intValue();
    }
    for (Enum<?> constant : constants()) {
      if (word(constant).equals(value)) {
        return constant;
      }
    }
    return value;
  }

  /** The value of what the component holds, such that it holds the same again; empty for none. */
  Optional<Object> value(Object held) {
    if (held instanceof Optional<?> optional) {
      return optional.isPresent() ? value(optional.get()) : open();
    }
    if (held instanceof OptionalInt number) {
      return number.isPresent() ? Optional.of(number.getAsInt()) : open();
    }
    if (held instanceof OptionalLong number) {
      return number.isPresent() ? Optional.of(number.getAsLong()) : open();
    }
    if (held instanceof OptionalDouble number) {
      return number.isPresent() ? Optional.of(number.getAsDouble()) : open();
    }
    if (held instanceof List<?> list && list.isEmpty() && !setting.none().isEmpty()) {
      return Optional.of(setting.none());
    }
    return Optional.of(held instanceof Enum<?> constant ? word(constant) : held);
  }

  /** What is left open is said where a default would stand in for it. */
  private Optional<Object> open() {
    boolean silent = setting.by().isEmpty() || setting.by().equals(setting.auto());
    return silent || setting.auto().isEmpty() ? Optional.empty() : Optional.of(setting.auto());
  }
}
