package dev.prospector.executors.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.Manifest;
import dev.prospector.executors.bundle.TokenizerReader;
import dev.prospector.executors.input.Excerpt;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against ids and masks of transformers, by deploy/models/reference/tokenizer_cases.py. */
class HuggingFaceTextsTest {
  private static final Path FILES = files();

  private final List<Tokenizer> tokenizers = new ArrayList<>();
  private Manifest cases;

  @BeforeEach
  void openTokenizers() throws IOException {
    Path file = FILES.resolve("cases.json");
    cases = Manifest.parse(file.toString(), Files.readAllBytes(file));
    Checksums.verify(FILES, cases.sha256());
    for (int i = 0; i < cases.items("tokenizers"); i++) {
      tokenizers.add(TokenizerReader.read(cases, "tokenizers." + i).open(FILES));
    }
  }

  @AfterEach
  void closeTokenizers() {
    tokenizers.forEach(Tokenizer::close);
  }

  private String text(int i) {
    return cases.string("cases." + i + ".text");
  }

  private long[] expected(int i, String what, int tokenizer) {
    double[] numbers = cases.numbers("cases.%d.%s.%d".formatted(i, what, tokenizer));
    return Arrays.stream(numbers).mapToLong(number -> (long) number).toArray();
  }

  @Test
  void idsAndMasksAreThoseOfTransformers() {
    assertThat(tokenizers).hasSize(3);
    assertThat(cases.items("cases")).isGreaterThan(30);
    for (int i = 0; i < cases.items("cases"); i++) {
      for (int t = 0; t < tokenizers.size(); t++) {
        Tokenizer tokenizer = tokenizers.get(t);
        assertThat(tokenizer.ids(text(i)))
            .as("ids of '%s' by tokenizer %d", text(i), t)
            .hasSize(tokenizer.length())
            .isEqualTo(expected(i, "ids", t));
        assertThat(tokenizer.mask(text(i)))
            .as("mask of '%s' by tokenizer %d", text(i), t)
            .isEqualTo(expected(i, "masks", t));
      }
    }
  }

  /** It becomes a replacement character for each of its three bytes, and the words stay. */
  @Test
  void halfASurrogatePairIsReplaced() {
    for (Tokenizer tokenizer : tokenizers) {
      for (String half : List.of("\ud83e", "\udd8a")) {
        assertThat(tokenizer.ids("red " + half + " fox"))
            .isEqualTo(tokenizer.ids("red \ufffd\ufffd\ufffd fox"));
      }
    }
  }

  /** Every word is one token; two of the places are the special tokens', or one. */
  @Test
  void whatIsKeptAndWhatIsLostAreTheText() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      words.add(i % 3 == 0 ? "red" : "a");
    }
    for (Tokenizer tokenizer : tokenizers) {
      String lost = lost(tokenizer, String.join(" ", words));
      int kept = words.size() - lost.split(" ", -1).length;
      String start = String.join(" ", words.subList(0, kept));
      assertThat(kept).isBetween(tokenizer.length() - 2, tokenizer.length() - 1);
      assertThat(start + " " + lost).isEqualTo(String.join(" ", words));
      assertThat(tokenizer.loss(start)).isEmpty();
      assertThat(tokenizer.ids(start)).isEqualTo(tokenizer.ids(String.join(" ", words)));
      String oneMore = String.join(" ", words.subList(0, kept + 1));
      assertThat(lost(tokenizer, oneMore)).isEqualTo(words.get(kept));
    }
  }

  /** Whatever the normalizer makes of it, and however many chars or bytes its characters have. */
  @Test
  void theLostTextIsQuotedAsItWasWritten() {
    String start = "\ud83e\udd8a caf\u00e9 ".repeat(20);
    for (String end : List.of("The RED Fox, 2 Birds!", "cafe\u0301 \u05e9\u05dc", "\ud83e\udd8a")) {
      for (Tokenizer tokenizer : tokenizers) {
        String text = start + end;
        String lost = lost(tokenizer, text);
        String kept = text.substring(0, text.length() - lost.length());
        assertThat(text).endsWith(lost);
        assertThat(lost).endsWith(end);
        int seen = tokenizer.length() - 6; // a character of four bytes may be cut in two
        assertThat(tokenizer.loss(kept)).isEmpty();
        assertThat(Arrays.stream(tokenizer.mask(kept)).sum()).isGreaterThan(seen);
        assertThat(Arrays.copyOf(tokenizer.ids(kept), seen))
            .isEqualTo(Arrays.copyOf(tokenizer.ids(text), seen));
        assertThat(lost(tokenizer, start + end + "x")).isEqualTo(lost + "x");
      }
    }
  }

  private static String lost(Tokenizer tokenizer, String text) {
    String lost = ((HuggingFaceTexts) tokenizer).lost(text).orElseThrow();
    assertThat(tokenizer.loss(text))
        .contains("takes %d tokens, not '%s'".formatted(tokenizer.length(), Excerpt.of(lost)));
    return lost;
  }

  @Test
  void whatFitsIsNotLost() {
    for (Tokenizer tokenizer : tokenizers) {
      for (String text : List.of("", " ", "a red fox in the snow")) {
        assertThat(tokenizer.loss(text)).as("'%s'", text).isEmpty();
      }
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> found = new ArrayList<>();
      for (int i : shuffled(cases.items("cases"), 8)) {
        for (int t = 0; t < tokenizers.size(); t++) {
          Tokenizer tokenizer = tokenizers.get(t);
          String text = text(i);
          long[] ids = expected(i, "ids", t);
          found.add(threads.submit(() -> assertThat(tokenizer.ids(text)).isEqualTo(ids)));
        }
      }
      for (Future<?> result : found) {
        result.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Integer> shuffled(int items, int times) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      order.addAll(Collections.nCopies(times, i));
    }
    Collections.shuffle(order, new Random(5));
    return order;
  }

  @Test
  void aFileThatIsNoTokenizerIsNamed(@TempDir Path folder) throws IOException {
    for (String content : List.of("", "{}", "red fox", "{\"model\": {\"type\": \"none\"}}")) {
      Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
      assertThatIllegalArgumentException()
          .as("'%s'", content)
          .isThrownBy(() -> HuggingFaceTexts.read(file, 77, 0))
          .withMessageStartingWith(file + ": ")
          .withMessageEndingWith(", expected a tokenizer.json of Hugging Face's tokenizers");
    }
  }

  private static Path files() {
    try {
      return Path.of(
          Objects.requireNonNull(HuggingFaceTextsTest.class.getResource("/tokenizers")).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
