package dev.prospector.jobs.config;

import static dev.prospector.jobs.config.Configurations.file;
import static dev.prospector.jobs.config.Configurations.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of what runs beside the model: verifiers that are bundles, batches, devices. */
class PlacementSettingsTest {
  @TempDir Path directory;

  @Test
  void verifiersThatAreBundlesAreNamedLikeThoseBuiltIn() {
    Map<String, String> flags = Map.of("verifier", "sum(pick:2,match:1)", "held-out", "clip");
    List<String> sets =
        List.of("verifier-bundles.pick=models/p", "verifier-options.clip.bundle=/models/c");
    SearchConfig config = read(new ConfigSources(Optional.empty(), sets, flags, List.of()));
    assertThat(config.verifierOptions())
        .containsExactly(
            Map.entry("clip.bundle", "/models/c"), Map.entry("pick.bundle", "models/p"));
    assertThat(config.searchedBy().verifiers()).containsExactly("pick", "match");
  }

  @Test
  void aBundleTakesNoBuiltInName() {
    List<String> sets = List.of("verifier-bundles.match=models/p");
    assertThatThrownBy(() -> read(new ConfigSources(Optional.empty(), sets, Map.of(), List.of())))
        .hasMessageContaining("verifier-bundles was \"match\", expected a name");
  }

  @Test
  void aBatchIsANumberOrAuto() throws IOException {
    assertThat(read(file(write("a.conf", "batch = auto"))).batch()).isEmpty();
    Path file = write("b.conf", "batch = most");
    assertThatThrownBy(() -> read(file(file)))
        .hasMessageContaining("key 'batch' was \"most\", expected auto or an integer from 1");
  }

  @Test
  void aDeviceIsOneOfTwo() {
    assertThatThrownBy(() -> read(file(write("c.conf", "devices { decoder = tpu }"))))
        .hasMessageContaining("devices.decoder was 'tpu', expected cpu or gpu");
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
