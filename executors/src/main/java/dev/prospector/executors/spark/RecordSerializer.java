package dev.prospector.executors.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a record's components in order and reads them through its canonical constructor, so its
 * checks hold on both sides. Spark's Kryo 4 can't serialise records by itself: its field access is
 * refused on them. Lists and maps travel as {@link ArrayList} and {@link LinkedHashMap}, since the
 * JDK's immutable ones are closed to Kryo too; the record's constructor may copy them again.
 */
final class RecordSerializer<R extends Record> extends Serializer<R> {
  private final RecordComponent[] components;
  private final Constructor<R> constructor;

  RecordSerializer(Class<R> type) {
    super(false, true);
    this.components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      for (RecordComponent component : components) {
        component.getAccessor().setAccessible(true);
      }
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, R value) {
    for (RecordComponent component : components) {
      Object part;
      try {
        part = component.getAccessor().invoke(value);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new KryoException("can't read " + component, e);
      }
      kryo.writeClassAndObject(output, mutable(part));
    }
  }

  @Override
  public R read(Kryo kryo, Input input, Class<R> type) {
    Object[] parts = new Object[components.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = kryo.readClassAndObject(input);
    }
    try {
      return constructor.newInstance(parts);
    } catch (ReflectiveOperationException e) {
      throw new KryoException("can't make " + type, e);
    }
  }

  private static Object mutable(Object part) {
    if (part instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    return part instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : part;
  }
}
