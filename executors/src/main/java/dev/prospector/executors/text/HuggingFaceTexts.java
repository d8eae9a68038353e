package dev.prospector.executors.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.prospector.executors.input.BoundedJson;
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
  private static final JsonMapper JSON = BoundedJson.mapper().build();

  /** Of a word, many times what any real one has. */
  private static final int MOST_LETTERS = 1_024;

  /** The one text that has more: tables in base64. */
  private static final String TABLES = "precompiled_charsmap";

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
      requireShortWords(text);
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

  /** The library calls itself for every letter of a word, and would take the process with it. */
  private static void requireShortWords(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if ((token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME)
            && parser.getTextLength() > MOST_LETTERS
            && !TABLES.equals(parser.currentName())) {
          throw new IllegalArgumentException(
              "line %d: a word has %,d letters, more than %,d"
                  .formatted(
                      parser.currentLocation().getLineNr(), parser.getTextLength(), MOST_LETTERS));
        }
      }
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
    return Stream.of(encode(text, true).getOverflowing())
        .flatMap(part -> Stream.of(part.getCharTokenSpans()))
        .filter(Objects::nonNull) // special tokens stand for no text
        .findFirst()
        .map(span -> text.substring(text.offsetByCodePoints(0, span.getStart())).strip())
        .filter(lost -> !lost.isEmpty())
        .map(lost -> "takes %d tokens, not '%s'".formatted(length, lost));
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
