package dev.prospector.executors.text;

import java.util.Optional;

/** Text to a fixed number of ids. Safe to call from several threads. */
public interface Tokenizer extends AutoCloseable {

  /** How many ids a text becomes. */
  int length();

  /**
   * The ids.
   *
   * @return {@link #length} of them, cut or padded
   * @throws IllegalArgumentException if the text is {@linkplain #refusal refused}
   */
  long[] ids(String text);

  /** 1 for each id that stands for text, 0 for padding. */
  long[] mask(String text);

  /** What the model won't see of a text, in a sentence's half; empty if it sees everything. */
  Optional<String> loss(String text);

  /** Why a text is no prompt for this model, with what was expected; empty if it is one. */
  default Optional<String> refusal(String text) {
    return Optional.empty();
  }

  @Override
  default void close() {}
}
