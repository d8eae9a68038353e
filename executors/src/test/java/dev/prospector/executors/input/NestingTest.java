package dev.prospector.executors.input;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NestingTest {
  private static final String HUNDRED = "[".repeat(100) + "]".repeat(100);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = HUNDRED",
        "x = HUNDRED, y = HUNDRED",
        "x = \"[HUNDRED\"",
        "x = \"\\\"[HUNDRED\"",
        "x = \"\"\"[HUNDRED\n\"[HUNDRED\"\"\"",
        "# [HUNDRED\nx = HUNDRED",
        "// {HUNDRED\nx = HUNDRED",
        "x = \"not closed [HUNDRED\nHUNDRED",
        "",
        "]]]]HUNDRED",
        "x = 1.5, y = 2.5"
      })
  void whatIsNotTooDeepIsLetThrough(String text) {
    assertThatCode(() -> Nesting.require(text.replace("HUNDRED", HUNDRED)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n[HUNDRED",
        "{\nHUNDRED}",
        "x = \"\\\\\"\n[HUNDRED",
        "x = \"\"\"a\"\"\"\n[HUNDRED",
        "# a\n[HUNDRED",
        "\"\"\"\n\"\"\"[HUNDRED",
        "a = 1\nDOTS = 1",
        "\nx = ${DOTS}"
      })
  void whatIsTooDeepIsRefusedWithItsLine(String text) {
    String deep = text.replace("HUNDRED", HUNDRED).replace("DOTS", "\"a\"" + ".a".repeat(101));
    assertThatThrownBy(() -> Nesting.require(deep))
        .hasMessage("line 2: is nested deeper than 100 levels, the most that is read");
  }
}
