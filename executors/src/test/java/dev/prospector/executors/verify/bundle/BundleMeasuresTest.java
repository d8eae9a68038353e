package dev.prospector.executors.verify.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.Measures;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model's bundle names its images to be measured by, a network of its own among them. */
class BundleMeasuresTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path NETWORK = RESOURCES.resolve("verifiers/tiny-features");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Path bundle;
  private ObjectNode manifest;

  @BeforeEach
  void copyABundle() throws IOException {
    bundle = folder.resolve("model");
    copy(RESOURCES.resolve("bundles/tight"), bundle);
    manifest = (ObjectNode) JSON.readTree(bundle.resolve("bundle.json").toFile());
    // Of its own: this machine's cache holds what other runs of this test have fetched.
    manifest.put("description", folder.toString());
    Files.writeString(bundle.resolve("reference.json"), "{}");
    list("reference.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shapes-s", "shapes-b"})
  void embeddedBundlesNameWhatIsBuiltIn(String name) {
    Measures measures = ModelBundle.of(name, HadoopFiles.ofClassPath()).measures();
    assertThat(measures.features()).hasValue("shapes-features");
    assertThat(measures.statistics()).get().isEqualTo(file(name, "reference.json"));
    assertThat(measures.classes()).hasValue("shapes-classes");
  }

  @Test
  void aBundleOfTheFormerFormatNamesNothing() throws IOException {
    manifest.put("format", 2);
    Measures none = new Measures(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(written().measures()).isEqualTo(none);
    manifest.putObject("features").put("network", "shapes-features");
    refused("key 'format' was 2, expected 3, as it names features or classes");
  }

  @Test
  void networkAndStatisticsHaveToBeThere() throws IOException {
    ObjectNode features = manifest.putObject("features");
    refused("key 'features.network' missing, expected a string");
    features.put("network", "dino/small");
    refused("key 'features.network' was \"dino/small\", expected a name, or a directory whose");
    features.put("network", "shapes-features").put("statistics", "moments.json");
    refused("key 'features.statistics' was \"moments.json\", expected a file that stands under");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNetworkInsideIsFoundFromTheBundlesReference(boolean remote) throws IOException {
    addNetwork();
    String reference = remote ? written().directory().toUri().toString() : bundle.toString();
    written();
    String features =
        ModelBundle.described(reference, null, HadoopFiles.ofClassPath())
            .measures()
            .features()
            .orElseThrow();
    assertThat(features).isEqualTo(reference + "!/own");
    assertThat(FeatureProviders.located(features)).isEqualTo(features);

    FeatureProvider inside = FeatureProviders.named(features);
    Path here = ModelBundle.described(reference, null, HadoopFiles.ofClassPath()).directory();
    assertThat(inside.size()).isEqualTo(16);
    assertThat(Files.exists(here.resolve("own/features.pt"))).isEqualTo(!remote);
    assertThat(vectors(inside)).isDeepEqualTo(vectors(FeatureProviders.named(NETWORK.toString())));
    assertThat(here.resolve("own/features.pt")).exists();
  }

  @Test
  void aNetworkOfWhichTheBundleListsLessIsRefused() throws IOException {
    addNetwork();
    ObjectNode sha256 = (ObjectNode) manifest.get("sha256");
    String hash = sha256.remove("own/features.pt").asText();
    String reference = written().measures().features().orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureProviders.named(reference))
        .withMessage(
            "%s: sha256 of 'own/features.pt' was missing, expected %s",
            bundle.resolve("bundle.json"), hash);
  }

  @Test
  void aNetworkThatScoresIsRefused() throws IOException {
    copy(RESOURCES.resolve("verifiers/tiny-pickscore"), bundle.resolve("own"));
    for (String name : new String[] {"verifier.json", "score.pt", "text.pt", "tokenizer.json"}) {
      list("own/" + name);
    }
    manifest.putObject("features").put("network", "own");
    String reference = written().measures().features().orElseThrow();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureProviders.named(reference))
        .withMessageEndingWith("expected a bundle that gives a features");
  }

  private void addNetwork() throws IOException {
    copy(NETWORK, bundle.resolve("own"));
    list("own/verifier.json");
    list("own/features.pt");
    manifest.putObject("features").put("network", "own");
  }

  private void list(String file) {
    ((ObjectNode) manifest.get("sha256")).put(file, Checksums.of(bundle.resolve(file)));
  }

  private ModelBundle written() throws IOException {
    JSON.writeValue(bundle.resolve("bundle.json").toFile(), manifest);
    return ModelBundle.of(bundle.toString(), HadoopFiles.ofClassPath());
  }

  private void refused(String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(this::written)
        .withMessageStartingWith(bundle.resolve("bundle.json") + ": line 1: ")
        .withMessageContaining(complaint);
  }

  private static Path file(String embedded, String name) {
    return ModelBundle.of(embedded, HadoopFiles.ofClassPath()).directory().resolve(name);
  }

  private static float[][] vectors(FeatureProvider provider) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        FeatureExtractor features = provider.open(Device.cpu())) {
      NDArray ramps = manager.arange(2f * 3 * 20 * 24).div(2f * 3 * 20 * 24);
      return features.of(ramps.reshape(new Shape(2, 3, 20, 24)));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
