package dev.prospector.driver.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavesTest {

  @ParameterizedTest
  @CsvSource({"4, false, 10", "4, true, 10", "3, true, 6", "300, true, 599", "5, true, 11"})
  void everyPromptHasOnePlaceInOneWave(int size, boolean dealt, int prompts) {
    Waves waves = new Waves(size, dealt);
    List<Integer> all = IntStream.range(0, prompts).boxed().toList();
    List<List<Integer>> dealtOut = waves.of(all);
    assertThat(dealtOut.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    for (int wave = 0; wave < dealtOut.size(); wave++) {
      List<Integer> some = dealtOut.get(wave);
      assertThat(some).hasSizeLessThanOrEqualTo(size).isSorted();
      for (int place = 0; place < some.size(); place++) {
        int prompt = some.get(place);
        assertThat(List.of(waves.wave(prompt), waves.place(prompt)))
            .isEqualTo(List.of(wave, place));
        assertThat(waves.prompt(wave, place)).isEqualTo(prompt);
      }
    }
  }

  /** Whatever a file is sorted by, and where every other prompt is a hard one too. */
  @ParameterizedTest
  @CsvSource({"1", "2", "5", "100"})
  void twoDealtWavesHaveAsManyOfEveryKind(int run) {
    List<Integer> kinds = IntStream.range(0, 600).map(p -> p / run % 6).boxed().toList();
    List<List<Integer>> dealt = new Waves(300, true).of(kinds);
    for (int kind = 0; kind < 6; kind++) {
      int one = kind;
      long ofFirst = dealt.get(0).stream().filter(of -> of == one).count();
      assertThat(ofFirst).isBetween(45L, 55L);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 4, false", "4, 5, true"})
  void promptsOfOneWaveAreARange(int size, int prompts, boolean dealt) {
    assertThat(new Waves(size, true).among(prompts).dealt()).isEqualTo(dealt);
  }
}
