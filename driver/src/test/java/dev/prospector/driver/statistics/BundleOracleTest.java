package dev.prospector.driver.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleOracleTest {
  private static final HadoopFiles FILES = HadoopFiles.ofClassPath();

  @TempDir Path bundle;
  private ObjectNode manifest;

  @BeforeEach
  void copyABundle() throws IOException {
    try (Stream<Path> files = Files.list(ModelBundle.of("shapes-s", FILES).directory())) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    manifest = (ObjectNode) new JsonMapper().readTree(bundle.resolve("bundle.json").toFile());
  }

  @Test
  void outcomesCarryWhatTheBundleNames() throws IOException {
    ((ObjectNode) manifest.get("features")).put("network", "mean-colour").remove("statistics");
    ((ObjectNode) manifest.get("classes")).put("network", "mean-colour");
    assertThat(BundleOracle.inceptionScore(written(), FILES).features()).isEqualTo("mean-colour");
    assertThat(BundleOracle.fid(ModelBundle.of("shapes-s", FILES), FILES).features())
        .isEqualTo("shapes-features");
  }

  @Test
  void whatTheBundleDoesNotNameIsTold() throws IOException {
    ((ObjectNode) manifest.get("features")).remove("statistics");
    manifest.remove("classes");
    ModelBundle half = written();
    refused(
        () -> BundleOracle.fid(half, FILES),
        "bundle shapes-s names no statistics, by which verifier 'fid' chooses; expected key"
            + " 'features.statistics' in "
            + bundle.resolve("bundle.json"));
    refused(
        () -> BundleOracle.inceptionScore(half, FILES),
        "bundle shapes-s names no classes, by which verifier 'is' chooses; expected key 'classes'");
    manifest.remove("features");
    ModelBundle none = written();
    refused(
        () -> BundleOracle.fid(none, FILES),
        "bundle shapes-s names no features, by which verifier 'fid' chooses; expected key"
            + " 'features' in ");
  }

  @Test
  void statisticsOfOtherFeaturesAreTold() throws IOException {
    ((ObjectNode) manifest.get("features")).put("network", "mean-colour");
    ModelBundle mixed = written();
    refused(
        () -> BundleOracle.fid(mixed, FILES),
        bundle.resolve("reference.json")
            + ": moments of vectors of 64 numbers, expected 3 as features mean-colour have");
    ((ObjectNode) manifest.get("features")).put("network", "men-colour");
    ModelBundle misspelt = written();
    refused(
        () -> BundleOracle.fid(misspelt, FILES),
        "no features 'men-colour'; there are mean-colour, ");
  }

  private static void refused(Runnable choice, String complaint) {
    assertThatIllegalArgumentException().isThrownBy(choice::run).withMessageStartingWith(complaint);
  }

  private ModelBundle written() throws IOException {
    new JsonMapper().writeValue(bundle.resolve("bundle.json").toFile(), manifest);
    return ModelBundle.of(bundle.toString(), FILES);
  }
}
