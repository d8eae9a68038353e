package dev.prospector.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HelpWidthTest {
  @Test
  void theTerminalSaysSo() {
    assertThat(HelpWidth.of(Map.of(), "24 80\n")).isEqualTo(80);
    assertThat(HelpWidth.of(Map.of("COLUMNS", "72"), "24 80\n")).isEqualTo(72);
    assertThat(HelpWidth.of(Map.of("COLUMNS", "72"), "")).isEqualTo(72);
  }

  @Test
  void neitherTooNarrowNorTooWideToRead() {
    assertThat(HelpWidth.of(Map.of(), "24 20\n")).isEqualTo(HelpWidth.LEAST);
    assertThat(HelpWidth.of(Map.of(), "24 400\n")).isEqualTo(HelpWidth.MOST);
  }

  @Test
  void whereNobodyKnowsItIsTheUsual() {
    assertThat(HelpWidth.of(Map.of(), "")).isEqualTo(HelpWidth.USUAL);
    assertThat(HelpWidth.of(Map.of(), "0 0\n")).isEqualTo(HelpWidth.USUAL);
    assertThat(HelpWidth.of(Map.of("COLUMNS", "wide"), "")).isEqualTo(HelpWidth.USUAL);
    assertThat(HelpWidth.of(Map.of("COLUMNS", "99999999"), "")).isEqualTo(HelpWidth.USUAL);
  }
}
