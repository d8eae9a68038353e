package dev.prospector.executors.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
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
  private final HuggingFaceTokenizer tokenizer;
  private final int length;
  private final long pad;

  private HuggingFaceTexts(HuggingFaceTokenizer tokenizer, int length, long pad) {
    this.tokenizer = tokenizer;
    this.length = length;
    this.pad = pad;
  }

  /**
   * Reads it. The caller closes it.
   *
   * @param length ids per text
   * @param pad the id that fills up short texts, on the right
   * @throws IllegalArgumentException if the file is not a tokenizer
   */
  static HuggingFaceTexts read(Path json, int length, long pad) {
    try {
      Nesting.require(InputFiles.text(InputFiles.bytes(json, InputLimit.TOKENIZER)));
      HuggingFaceTokenizer tokenizer =
          HuggingFaceTokenizer.builder()
              .optTokenizerPath(json)
              .optTruncation(true)
              .optMaxLength(length)
              .optPadding(false)
              .build();
      return new HuggingFaceTexts(tokenizer, length, pad);
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

  /** Quotes the text itself: tokens put together again need not be what was written. */
  @Override
  public Optional<String> loss(String text) {
    return Stream.of(tokenizer.encode(text, true, true).getOverflowing())
        .flatMap(part -> Stream.of(part.getCharTokenSpans()))
        .filter(Objects::nonNull) // special tokens stand for no text
        .findFirst()
        .map(span -> text.substring(text.offsetByCodePoints(0, span.getStart())).strip())
        .filter(lost -> !lost.isEmpty())
        .map(lost -> "takes %d tokens, not '%s'".formatted(length, lost));
  }

  private Encoding encode(String text) {
    return tokenizer.encode(text, true, false);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
