package dev.prospector.executors.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordTokenizerTest {
  @TempDir Path directory;
  private Path vocabulary;

  @BeforeEach
  void writeVocabulary() throws IOException {
    vocabulary = Files.writeString(directory.resolve("vocabulary.txt"), "<pad>\na\nred\ncircle\n");
  }

  @Test
  void wordsBecomeTheirLineNumbersPaddedWithZeros() {
    assertThat(encode("a red circle", 5)).containsExactly(1, 2, 3, 0, 0);
  }

  @Test
  void caseAndEverythingOutsideLettersOnlySeparateWords() {
    assertThat(encode("  A,RED2circle.\t", 3)).containsExactly(1, 2, 3);
    assertThat(encode("a réd cïrcle", 3)).containsExactly(1, 0, 0);
  }

  @Test
  void unknownWordsTakeNoPlaceAndAreTold() throws IOException {
    WordTokenizer tokenizer = WordTokenizer.read(vocabulary, 2);
    assertThat(tokenizer.ids("a big red circle pad")).containsExactly(1, 2);
    assertThat(tokenizer.loss("a big red Pad")).contains("doesn't know big, pad");
    assertThat(tokenizer.loss("a red circle")).contains("takes 2 words, not circle");
    assertThat(tokenizer.loss("")).isEmpty();
  }

  @Test
  void ofALongTextOnlyTheBeginningOfWhatIsLostIsTold() throws IOException {
    WordTokenizer tokenizer = WordTokenizer.read(vocabulary, 2);
    assertThat(tokenizer.loss("one two three four five six seven one"))
        .contains("doesn't know one, two, three, four, five and 2 more words");
    assertThat(tokenizer.loss("y".repeat(1_000))).contains("doesn't know " + "y".repeat(59) + "…");
    assertThat(tokenizer.loss("a red circle ".repeat(1_000)).orElseThrow())
        .startsWith("takes 2 words, not circle a red")
        .hasSize("takes 2 words, not ".length() + 60);
  }

  @Test
  void aWordTwiceInTheVocabularyIsRefusedWithItsLine() throws IOException {
    Files.writeString(vocabulary, "<pad>\na\na\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordTokenizer.read(vocabulary, 3))
        .withMessage(vocabulary + ": line 3: 'a', expected a word that is not in the lines above");
  }

  private long[] encode(String text, int length) {
    return WordTokenizer.read(vocabulary, length).ids(text);
  }
}
