package dev.prospector.executors.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("steps", "search-steps", "seed", "kitten");

  @ParameterizedTest
  @CsvSource({
    "step, steps",
    "stpes, steps",
    "Seed, seed",
    "serchsteps, search-steps",
    "seeds, seed", // Nearer than steps.
    "steed, seed", // As near as steps: the first by name.
    "sitten, kitten",
    "sittin, kitten"
  })
  void isTheOneOfTheFewestEdits(String typed, String meant) {
    assertThat(NearestName.of(typed, KNOWN)).hasValue(meant);
  }

  /** Levenshtein's own example: kitten and sitting are 3 edits apart. */
  @ParameterizedTest
  @CsvSource({"sitting", "guidance", "mitts"})
  void isNoneThatIsFar(String typed) {
    assertThat(NearestName.of(typed, KNOWN)).isEmpty();
  }

  @Test
  void aLongerNameMayHaveMoreEdits() {
    assertThat(NearestName.of("unload-txt-encodr", List.of("unload-text-encoder"))).isPresent();
    assertThat(NearestName.of("x", List.of())).isEmpty();
  }

  @Test
  void aFewLettersAreNotAllWrong() {
    assertThat(NearestName.of("a", List.of("is"))).isEmpty();
    assertThat(NearestName.of("", List.of("is"))).isEmpty();
    assertThat(NearestName.of("i", List.of("is"))).isEmpty();
    assertThat(NearestName.of("iz", List.of("is"))).hasValue("is");
  }
}
