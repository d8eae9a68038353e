package dev.prospector.executors.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.prospector.executors.input.Excerpt;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import dev.prospector.executors.input.Nesting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code tokenizer.json} of Hugging Face's tokenizers, special tokens included. */
final class HuggingFaceTexts implements Tokenizer {
  private final Path file;
  private final HuggingFaceTokenizer tokenizer;
  private final int length;
  private final long pad;

  private HuggingFaceTexts(Path file, HuggingFaceTokenizer tokenizer, int length, long pad) {
    this.file = file;
    this.tokenizer = tokenizer;
    this.length = length;
    this.pad = pad;
  }

  /**
   * Reads it. The caller closes it.
   *
   * @param length ids per text
   * @param pad the id that fills up short texts, on the right
   * @throws IllegalArgumentException if the file is not a tokenizer; so does every method, if it is
   *     one that can't read a text
   */
  static HuggingFaceTexts read(Path json, int length, long pad) {
    try {
      String text = InputFiles.text(InputFiles.bytes(json, InputLimit.TOKENIZER));
      Nesting.require(text);
      FatalTokenizer.refuse(text);
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(json)
              .optTruncation(true)
              .optMaxLength(length)
              .optPadding(false)
              .build();
      return new HuggingFaceTexts(json, tokenizer, length, pad);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "%s: %s, expected a tokenizer.json of Hugging Face's tokenizers"
              .formatted(json, InputFiles.firstLine(e)),
          e);
    }
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long[] ids(String text) {
    long[] kept = encode(text).getIds();
    long[] ids = Arrays.copyOf(kept, length);
    Arrays.fill(ids, kept.length, length, pad);
    return ids;
  }

  @Override
  public long[] mask(String text) {
    return Arrays.copyOf(encode(text).getAttentionMask(), length);
  }

  @Override
  public Optional<String> loss(String text) {
    return lost(text).map(lost -> "takes %d tokens, not '%s'".formatted(length, Excerpt.of(lost)));
  }

  /** The text itself: tokens put together again need not be what was written. */
  Optional<String> lost(String text) {
    return Stream.of(encode(text, true).getOverflowing())
        .flatMap(part -> Stream.of(part.getCharTokenSpans()))
        .filter(Objects::nonNull) // special tokens stand for no text
        .findFirst()
        .map(span -> text.substring(text.offsetByCodePoints(0, span.getStart())).strip())
        .filter(lost -> !lost.isEmpty());
  }

  private Encoding encode(String text) {
    return encode(text, false);
  }

  private Encoding encode(String text, boolean withOverflow) {
    try {
      return tokenizer.encode(text, true, withOverflow);
    } catch (RuntimeException e) { // It has no id for what it does not know, for instance.
      throw new IllegalArgumentException(
          "%s: reads no text (%s), expected a tokenizer for it"
              .formatted(file, InputFiles.firstLine(e)),
          e);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
