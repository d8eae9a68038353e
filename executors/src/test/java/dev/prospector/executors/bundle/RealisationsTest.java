package dev.prospector.executors.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a manifest says of parts that are there with weights of another type too. */
class RealisationsTest {
  private static final Path HALVED = Path.of("src/test/resources/bundles/halved");
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();

  @Test
  void oneIsNamedByItsType() {
    ModelBundle bundle = ModelBundle.of(HALVED.toString(), FILES);
    assertThat(bundle.realisation("bfloat16"))
        .containsOnlyKeys("denoiser")
        .containsValue(HALVED.resolve("denoiser-bfloat16.pt"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bundle.realisation("float16"))
        .withMessage(
            "bundle 'halved' has no parts in float16, expected bfloat16 (docs/bundles.md)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelBundle.of("shapes-s", FILES).realisation("bfloat16"))
        .withMessage(
            "bundle 'shapes-s' has no parts in bfloat16, nor in any other type than their own (docs/bundles.md)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"bfloat16\": { | \"float64\": { | expected parts by bfloat16 or float16",
        "\"dtype\": \"bfloat16\" | \"dtype\": \"float16\" | key 'realisations.bfloat16.denoiser.dtype' was \"float16\", expected bfloat16",
        "\"file\": \"denoiser-bfloat16.pt\" | \"file\": \"other.pt\" | key 'realisations.bfloat16.denoiser.file' was \"other.pt\", expected a file that stands under sha256",
        "\"format\": 3 | \"format\": 2 | key 'format' was 2, expected 3, as it names realisations",
      })
  void whatIsWrongIsNamed(String was, String is, String complaint, @TempDir Path copy)
      throws IOException {
    refused(copy, was, is, complaint);
  }

  @Test
  void onlyWhatCandidatesPassThroughIsThereOnceMore(@TempDir Path copy) throws IOException {
    String manifest = Files.readString(HALVED.resolve("bundle.json"));
    int at = manifest.indexOf("\"denoiser\"", manifest.indexOf("realisations"));
    String other = manifest.substring(0, at) + "\"text_encoder\"" + manifest.substring(at + 10);
    refused(copy, manifest, other, "expected no parts but denoiser and decoder");
  }

  private static void refused(Path copy, String was, String is, String complaint)
      throws IOException {
    try (Stream<Path> files = Files.list(HALVED)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path manifest = copy.resolve("bundle.json");
    Files.writeString(manifest, Files.readString(manifest).replace(was, is));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelBundle.of(copy.toString(), FILES))
        .withMessageStartingWith(manifest + ": line ")
        .withMessageContaining(complaint);
  }
}
