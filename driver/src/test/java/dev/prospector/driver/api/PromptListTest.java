package dev.prospector.driver.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prospector.driver.input.Problems;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PromptListTest {

  @Test
  void whatSeedingOrWritingWouldRefuseIsRefusedOfAProgramsPromptsToo() {
    Map<String, String> columns =
        new TreeMap<>(Map.of(" ", "1", "c", "x\ud800\ud800", "fine", "😀"));
    List<Prompt> prompts =
        List.of(
            new Prompt(0, "\udc00", "a\0b", columns),
            new Prompt(0, " ", "a red circle", Map.of("b\ud83d", "1")));
    Problems problems = new Problems();
    assertThatThrownBy(
            () -> {
              List<Prompt> unused = PromptList.numbered(prompts, problems);
              problems.throwIfAny();
            })
        .hasMessageContaining(
            "prompt 0: id has an unpaired surrogate (\\udc00) as letter 1, expected well-formed")
        .hasMessageContaining("prompt 0: text has a NUL as letter 2, expected text")
        .hasMessageContaining("prompt 0: c has an unpaired surrogate (\\ud800) as letter 2")
        .hasMessageContaining("prompt 1: id is blank, expected a name")
        .hasMessageContaining("a column's name is blank, expected one with letters")
        .hasMessageContaining("column 'b\uFFFD' has an unpaired surrogate (\\ud83d) as letter 2");
    assertThat(problems.count()).isEqualTo(6);
  }
}
