package dev.prospector.executors.text;

import static java.util.stream.Collectors.joining;

import dev.prospector.executors.input.Excerpt;
import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Words to ids. Text is put into lower case, every character outside a–z separates words, words
 * outside the vocabulary are skipped, and what is left is cut or padded with 0 to a fixed length.
 */
public final class WordTokenizer implements Tokenizer {
  private static final int MOST_UNKNOWN = 5;

  private final Map<String, Integer> ids;
  private final int length;

  private WordTokenizer(Map<String, Integer> ids, int length) {
    this.ids = ids;
    this.length = length;
  }

  /**
   * Reads a vocabulary: one word a line, its id the number of lines before it; the first line, id
   * 0, stands for padding.
   *
   * @param length how many ids a text becomes, above 0
   * @throws IllegalArgumentException if it can't be read, a line is empty or a word is there twice
   */
  public static WordTokenizer read(Path vocabulary, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("text length " + length + ", expected 1 or more");
    }
    List<String> lines;
    try {
      lines = InputFiles.lines(vocabulary, InputLimit.VOCABULARY);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: %s; expected a word a line".formatted(vocabulary, InputFiles.firstLine(e)), e);
    }
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String word = lines.get(i);
      if (word.isBlank() || ids.put(word, i) != null) {
        throw new IllegalArgumentException(
            "%s: line %d: '%s', expected a word that is not in the lines above"
                .formatted(vocabulary, i + 1, word));
      }
    }
    return new WordTokenizer(ids, length);
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public long[] ids(String text) {
    long[] encoded = new long[length];
    int at = 0;
    for (String word : words(text)) {
      Integer id = ids.get(word);
      if (id != null && at < length) {
        encoded[at++] = id;
      }
    }
    return encoded;
  }

  @Override
  public long[] mask(String text) {
    return Arrays.stream(ids(text)).map(id -> id == 0 ? 0 : 1).toArray();
  }

  @Override
  public Optional<String> loss(String text) {
    List<String> words = words(text);
    List<String> unknown =
        words.stream().filter(word -> !ids.containsKey(word)).distinct().toList();
    List<String> known = words.stream().filter(ids::containsKey).toList();
    List<String> losses = new ArrayList<>();
    if (!unknown.isEmpty()) {
      int more = unknown.size() - MOST_UNKNOWN;
      losses.add(
          "doesn't know %s%s"
              .formatted(
                  unknown.stream().limit(MOST_UNKNOWN).map(Excerpt::of).collect(joining(", ")),
                  more > 0 ? " and %,d more words".formatted(more) : ""));
    }
    if (known.size() > length) {
      losses.add(
          "takes %d words, not %s"
              .formatted(
                  length, Excerpt.of(String.join(" ", known.subList(length, known.size())))));
    }
    return losses.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", losses));
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z]+", 0)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
