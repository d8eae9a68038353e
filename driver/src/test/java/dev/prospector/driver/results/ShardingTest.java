package dev.prospector.driver.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.search.Waves;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardingTest {

  @ParameterizedTest
  @CsvSource({"1000, false", "512, false", "300, false", "2, false", "512, true", "300, true"})
  void aFileHasThosePromptsThatGoToIt(int waveSize, boolean dealt) {
    Sharding sharding = new Sharding(new Waves(waveSize, dealt));
    int prompts = 4 * waveSize;
    List<Integer> files = IntStream.range(0, prompts).map(sharding::of).distinct().boxed().toList();
    assertThat(files.stream().flatMapToInt(sharding::prompts).boxed().toList())
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, prompts).boxed().toList());
    assertThat(files)
        .allSatisfy(
            file -> assertThat(sharding.prompts(file)).allMatch(p -> sharding.of(p) == file));
  }
}
