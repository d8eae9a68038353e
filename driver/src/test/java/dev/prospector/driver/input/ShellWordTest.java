package dev.prospector.driver.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/demo",
        "s3a://bucket/a=b@c",
        "",
        " two  words ",
        "it's",
        "$HOME `id` \"x\" \\ * ~ ! ; & | < >",
        "line\nbreak",
        "-n",
        "雪"
      })
  void aShellTakesItAsTheWordThatItWas(String word) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s|' " + ShellWord.quoted(word)).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), UTF_8)).isEqualTo(word + "|");
  }

  @ParameterizedTest
  @ValueSource(strings = {"runs/demo", "part-00000.parquet", "hdfs://host:9000/a%20b,c+d"})
  void plainWordsStayAsTheyAre(String word) {
    assertThat(ShellWord.quoted(word)).isEqualTo(word);
  }
}
