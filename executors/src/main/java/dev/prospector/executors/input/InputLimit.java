package dev.prospector.executors.input;

import java.io.IOException;
import java.util.Locale;

/**
 * The most that a file of a kind may hold, many times what any real one does. What is larger is
 * some other kind of file, and is refused before it fills the memory.
 */
public enum InputLimit {
  /** Settings in HOCON. */
  CONFIGURATION(1 << 20),
  /** {@code bundle.json} and {@code verifier.json}. */
  MANIFEST(4 << 20),
  /** What a grader is told to look at; it is recorded, and sent with every image. */
  RUBRIC(64 << 10),
  /** Words or classes, one a line. */
  VOCABULARY(16 << 20),
  /** {@code tokenizer.json}; those of large vocabularies have 30 MB. */
  TOKENIZER(128 << 20),
  /** Moments as JSON; those of 2,048 features have 80 MB. */
  STATISTICS(256 << 20),
  /** A PNG or JPEG file. */
  IMAGE(256 << 20);

  /** How deep braces and brackets may go, in whatever file. */
  public static final int DEPTH = 100;

  private final int bytes;

  InputLimit(int bytes) {
    this.bytes = bytes;
  }

  /** In bytes. */
  public int bytes() {
    return bytes;
  }

  /** The complaint that a file holds more, to be thrown. */
  IOException exceeded() {
    return new IOException(
        "it is larger than %s, the most for %s"
            .formatted(
                bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB",
                name().toLowerCase(Locale.ROOT)));
  }
}
