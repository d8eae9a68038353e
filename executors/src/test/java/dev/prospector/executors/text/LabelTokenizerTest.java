package dev.prospector.executors.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelTokenizerTest {
  private LabelTokenizer tokenizer;

  @BeforeEach
  void classes(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("labels.txt"), "tench, Tinca tinca\ngoldfish\ncrane\ncrane, bird\n");
    tokenizer = LabelTokenizer.read(file, 4);
  }

  @Test
  void aClassHasANumberAndSeveralNames() {
    assertThat(tokenizer.ids("tinca TINCA ")).containsExactly(0);
    assertThat(tokenizer.ids("1")).containsExactly(1);
    assertThat(tokenizer.ids("crane")).as("of two the first").containsExactly(2);
    assertThat(tokenizer.ids("bird")).containsExactly(3);
  }

  @Test
  void theEmptyTextIsTheClassNone() {
    assertThat(tokenizer.ids("")).containsExactly(4);
    assertThat(tokenizer.refusal(" ")).isEmpty();
  }

  @Test
  void whatIsNoClassIsRefused() {
    assertThat(tokenizer.refusal("goldfish")).isEmpty();
    for (String text : new String[] {"4", "-1", "gold fish", "1.0"}) {
      assertThat(tokenizer.refusal(text).orElseThrow())
          .startsWith("no class '" + text + "', expected a number from 0 to 3 or a name from ")
          .endsWith("labels.txt");
      assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.ids(text));
    }
  }
}
