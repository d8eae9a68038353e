package dev.prospector.executors.model;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What an encoder made of texts or images, within a bound of memory; those that were not asked for
 * the longest go first, and are encoded again when asked for. Not safe for several threads at once.
 */
public final class Encodings {
  private final Map<String, Encoding> encodings = new LinkedHashMap<>(16, .75f, true);
  private final long bound;
  private long bytes;

  /**
   * Starts empty.
   *
   * @param bound in bytes of heap; the latest one stays in any case
   */
  public Encodings(long bound) {
    this.bound = bound;
  }

  /** An eighth of the heap that this JVM may have. */
  public static long share() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  /**
   * Encodes what isn't here.
   *
   * @param key a text, or what else names the input
   */
  public Encoding of(String key, Function<String, Encoding> encoder) {
    Encoding found = encodings.get(key);
    if (found != null) {
      return found;
    }
    Encoding fresh = encoder.apply(key);
    encodings.put(key, fresh);
    bytes += fresh.bytes();
    Iterator<Encoding> oldest = encodings.values().iterator();
    while (bytes > bound && encodings.size() > 1) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
    return fresh;
  }
}
