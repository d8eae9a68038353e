package dev.prospector.executors.verify.vlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  private static final AnswerReader READER =
      new AnswerReader(new AnswerFormat(List.of("style", "overall"), "overall", 0, 100));

  private static String completion(String content) {
    ObjectNode completion = new ObjectMapper().createObjectNode();
    completion.putArray("choices").addObject().putObject("message").put("content", content);
    return completion.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"overall\": 71.5}",
        " \n{\"style\": 3, \"overall\": 71.5, \"why\": \"it is\"}\n",
        "```json\n{\"overall\": 71.5}\n```",
        "```JSON {\"overall\": 71.5}```\n",
        "```\n{\"overall\": 715e-1}\n```",
      })
  void theScoreIsFoundFencedOrNot(String content) throws UngradedException {
    assertThat(READER.score(completion(content))).isEqualTo(71.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void theEndsOfTheRangeBelongToIt(int end) throws UngradedException {
    assertThat(READER.score(completion("{\"overall\": %d}".formatted(end)))).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lovely | it is not JSON: 'lovely'",
        "{\"overall\": 5} I think | it is not JSON: '{\"overall\": 5} I think'",
        "{\"overall\": 7 | it is not JSON: '{\"overall\": 7'",
        "{\"overall\": NaN} | it is not JSON: '{\"overall\": NaN}'",
        "{\"style\": 5} | it has no number 'overall': '{\"style\": 5}'",
        "{\"overall\": \"80\"} | it has no number 'overall': '{\"overall\": \"80\"}'",
        "{\"overall\": null} | it has no number 'overall': '{\"overall\": null}'",
        "80 | it has no number 'overall': '80'",
        "{\"overall\": 101} | 'overall' is 101, expected a number from 0 to 100: '{\"overall\": 101}'",
        "{\"overall\": -0.5} | 'overall' is -0.5, expected a number from 0 to 100: '{\"overall\": -0.5}'",
        "{\"overall\": 1e999} | expected a number from 0 to 100: '{\"overall\": 1e999}'",
      })
  void whatIsNoScoreIsQuoted(String content, String reason) {
    assertThatThrownBy(() -> READER.score(completion(content)))
        .isInstanceOf(UngradedException.class)
        .hasMessageStartingWith("the grader's answer can't be read, ")
        .hasMessageEndingWith(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"```", "``````", "```json```", "```{\"overall\": 5}"})
  void fencesWithoutAScoreAreNone(String content) {
    assertThatThrownBy(() -> READER.score(completion(content)))
        .isInstanceOf(UngradedException.class)
        .hasMessageEndingWith("'" + content + "'");
  }

  @Test
  void anEmptyAnswerIsNoScore() {
    assertThatThrownBy(() -> READER.score(completion("")))
        .isInstanceOf(UngradedException.class)
        .hasMessageContaining("it has no number 'overall': ''");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<html>proxy</html> | it is no chat completion: '<html>proxy</html>'",
        "{\"error\": \"x\"} | it has no choices[0].message.content: '{\"error\": \"x\"}'",
        "{\"choices\": []} | it has no choices[0].message.content: '{\"choices\": []}'",
        "`` | it has no choices[0].message.content: ''",
        "{\"choices\": [{\"message\": {\"content\": null, \"refusal\": \"I won't\"}}]} | the grader refused: 'I won't'",
      })
  void whatIsNoCompletionIsQuoted(String body, String reason) {
    assertThatThrownBy(() -> READER.score(body))
        .isInstanceOf(UngradedException.class)
        .hasMessageEndingWith(reason);
  }

  @Test
  void aLongAnswerIsQuotedByItsStartOnOneLine() {
    assertThatThrownBy(() -> READER.score(completion("a\n\tb\u0000" + "🦊".repeat(5000))))
        .isInstanceOf(UngradedException.class)
        .hasMessageEndingWith("'a b " + "🦊".repeat(196) + "…'");
  }
}
