package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.prospector.executors.bundle.ModelBundle.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a manifest says that parts take. */
class DeclaredFlopsTest {
  private static final Path TIGHT = Path.of("src/test/resources/bundles/tight");
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();

  @TempDir Path copy;

  private String declaring(String flops) throws IOException {
    try (Stream<Path> files = Files.list(TIGHT)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path manifest = copy.resolve("bundle.json");
    String file = "\"file\": \"denoiser.pt\",";
    Files.writeString(
        manifest, Files.readString(manifest).replace(file, file + "\n\"flops\": " + flops + ","));
    return copy.toString();
  }

  private static OptionalLong flops(ModelBundle bundle, String part) {
    return bundle.parts().get(part).flops();
  }

  @Test
  void theyAreForTheSizeOfTheBundle() throws IOException {
    String bundle = declaring("5000000000");
    ModelBundle own = ModelBundle.of(bundle, FILES);
    assertThat(flops(own, ModelBundle.DENOISER)).hasValue(5_000_000_000L);
    assertThat(flops(own, ModelBundle.DECODER)).isEmpty();
    ModelBundle wide = own.at(new ImageSize(32, 64));
    assertThat(flops(wide, ModelBundle.DENOISER)).isEmpty();
    assertThat(flops(wide.at(new ImageSize(32, 32)), ModelBundle.DENOISER)).isPresent();
  }

  @Test
  void theEmbeddedBundlesDeclareAllOfTheirs() {
    for (String name : ModelBundle.EMBEDDED) {
      ModelBundle bundle = ModelBundle.of(name, FILES);
      assertThat(bundle.parts().values()).extracting(Part::flops).allMatch(OptionalLong::isPresent);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 'was -1, expected a whole number from 0 to 1e15'",
    "1.5, 'was 1.5, expected a whole number from 0 to 1e15'",
    "1e16, 'was 10000000000000000, expected a whole number from 0 to 1e15'",
    "true, 'was true, expected a number'",
  })
  void whatIsNoneIsRefused(String flops, String complaint) throws IOException {
    String bundle = declaring(flops);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelBundle.of(bundle, FILES))
        .withMessageStartingWith(copy.resolve("bundle.json") + ": line ")
        .withMessageEndingWith("key 'parts.denoiser.flops' " + complaint);
  }
}
