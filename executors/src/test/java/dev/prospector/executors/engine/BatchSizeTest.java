package dev.prospector.executors.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import dev.prospector.executors.bundle.BundleStore;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ImageSize;
import dev.prospector.executors.candidate.Prompt;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSizeTest {
  @TempDir Path cache;

  private int byTrial(EngineSpec spec, Prompt prompt) {
    HadoopFiles files = HadoopFiles.ofClassPath();
    return BatchSize.byTrial(
        spec, OptionalInt.empty(), prompt, files, new BundleStore(cache, files));
  }

  @ParameterizedTest
  @CsvSource({
    "32, 32, 16",
    "128, 128, 16",
    "256, 256, 4",
    "512, 512, 1",
    "512, 256, 2",
    "2048, 2048, 1"
  })
  void onTheCpuImagesDecide(int height, int width, int expected) {
    assertThat(BatchSize.onCpu(new ImageSize(height, width))).isEqualTo(expected);
  }

  /** A call costs a fixed second, and each sample a tenth: twice the size gains ever less. */
  @Test
  void sizesDoubleWhileThatPays() {
    List<Integer> tried = new ArrayList<>();
    int best =
        BatchSize.best(
            size -> {
              tried.add(size);
              return 1 + size / 10.;
            },
            256);
    // Rates 64 / 7.4, 128 / 13.8 and 256 / 26.6 are 7 % and 4 % apart.
    assertThat(best).isEqualTo(128);
    assertThat(tried).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256);
  }

  /** As cuDNN does when a size falls between two of its kernels. */
  @Test
  void oneSizeWithoutGainIsPassedOver() {
    assertThat(BatchSize.best(size -> size == 8 ? 2.2 : 1 + size / 10., 32)).isEqualTo(32);
  }

  @Test
  void twoSizesWithoutGainEndIt() {
    List<Integer> tried = new ArrayList<>();
    int best =
        BatchSize.best(
            size -> {
              tried.add(size);
              return Math.max(4, size);
            },
            256);
    assertThat(best).isEqualTo(4);
    assertThat(tried).containsExactly(1, 2, 4, 8, 16);
  }

  @Test
  void memoryEndsIt() {
    int best =
        BatchSize.best(
            size -> {
              if (size > 8) {
                throw new EngineException("CUDA out of memory. Tried to allocate 2.00 GiB");
              }
              return 1;
            },
            256);
    assertThat(best).isEqualTo(8);
  }

  @Test
  void whatIsNotAboutMemoryIsNotTakenForIt() {
    assertThatThrownBy(
            () ->
                BatchSize.best(
                    size -> {
                      throw new EngineException("CUDA error: an illegal memory access");
                    },
                    256))
        .isInstanceOf(EngineException.class);
  }

  /** Of {@code tight}, four samples truly have no room; whether two pay is the machine's affair. */
  @Test
  void aTrialMeetsTheDevicesMemoryAndIsRemembered() {
    EngineSpec spec =
        new EngineSpec(new ModelSpec("tight"), "euler", 1, List.of(), 0, Map.of(), "", 999);
    Prompt prompt = new Prompt(0, "0", "red");
    int found = byTrial(spec, prompt);
    assertThat(found).isBetween(1, 2);
    Prompt vast = new Prompt(0, "0", "vast");
    assertThat(byTrial(spec, vast)).as("not tried again, which would fail").isEqualTo(found);
  }

  /** On an executor nobody has registered it: only the options say where it lies. */
  @Test
  void verifiersMayBeBundles() throws URISyntaxException {
    Path bundle =
        Path.of(BatchSizeTest.class.getResource("/verifiers/tiny-pickscore/verifier.json").toURI())
            .getParent();
    EngineSpec spec =
        new EngineSpec(
            new ModelSpec("shapes-s"),
            "euler",
            1,
            List.of("mine"),
            1,
            Map.of("mine.bundle", bundle.toString()),
            "",
            1);
    assertThat(byTrial(spec, new Prompt(0, "0", "a red fox"))).isPositive();
  }

  @Test
  void whatHasNoRoomAtAllSaysSo() {
    EngineSpec spec =
        new EngineSpec(new ModelSpec("tight"), "euler", 1.5, List.of(), 0, Map.of(), "", 1);
    assertThatThrownBy(() -> byTrial(spec, new Prompt(0, "0", "vast")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no room for one sample")
        .hasMessageContaining("can't allocate memory");
  }
}
