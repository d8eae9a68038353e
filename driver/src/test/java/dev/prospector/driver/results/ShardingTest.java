package dev.prospector.driver.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardingTest {

  @ParameterizedTest
  @ValueSource(ints = {1000, 512, 300, 2})
  void aFileHasThosePromptsThatGoToIt(int waveSize) {
    Sharding sharding = new Sharding(waveSize);
    int prompts = 3 * waveSize;
    List<Integer> files = IntStream.range(0, prompts).map(sharding::of).distinct().boxed().toList();
    assertThat(files.stream().flatMapToInt(sharding::prompts).boxed().toList())
        .isEqualTo(IntStream.range(0, prompts).boxed().toList());
    assertThat(files)
        .allSatisfy(
            file -> assertThat(sharding.prompts(file)).allMatch(p -> sharding.of(p) == file));
  }
}
