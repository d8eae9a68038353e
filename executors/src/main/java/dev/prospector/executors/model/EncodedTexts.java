package dev.prospector.executors.model;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Encoded texts within a bound of memory; those that were not asked for the longest go first, and
 * are encoded again when asked for. Not safe for several threads at once.
 */
public final class EncodedTexts {
  private final Map<String, EncodedText> texts = new LinkedHashMap<>(16, .75f, true);
  private final long bound;
  private long bytes;

  /**
   * Starts empty.
   *
   * @param bound in bytes of heap; the latest text stays in any case
   */
  public EncodedTexts(long bound) {
    this.bound = bound;
  }

  /** An eighth of the heap that this JVM may have. */
  public static long share() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  /** Encodes a text if it isn't here. */
  public EncodedText of(String text, Function<String, EncodedText> encoder) {
    EncodedText found = texts.get(text);
    if (found != null) {
      return found;
    }
    EncodedText fresh = encoder.apply(text);
    texts.put(text, fresh);
    bytes += fresh.bytes();
    Iterator<EncodedText> oldest = texts.values().iterator();
    while (bytes > bound && texts.size() > 1) {
      bytes -= oldest.next().bytes();
      oldest.remove();
    }
    return fresh;
  }
}
