package dev.prospector.executors.verify.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.verify.FeatureExtractor;
import dev.prospector.executors.verify.FeatureProvider;
import dev.prospector.executors.verify.Samples;
import dev.prospector.executors.verify.Verifier;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.FeatureProviders;
import dev.prospector.executors.verify.catalog.Verifiers;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against numbers of transformers' CLIPModel and its processor, by
 * deploy/models/reference/verifier_cases.py.
 */
class BundleVerifierTest {
  private static final Path FILES = files();
  private static final Path BUNDLE = FILES.resolve("tiny-pickscore");

  @TempDir private Path folder;
  private NDManager manager;

  @BeforeEach
  void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void closeManager() {
    manager.close();
  }

  @Test
  void scoresAreThoseOfTheReferenceAtAnySize() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(FILES.resolve("expected.json").toFile());
    try (Verifier verifier = open(Map.of())) {
      for (JsonNode sizes : expected.path("cases")) {
        int height = sizes.path("height").asInt();
        int width = sizes.path("width").asInt();
        double[] scores = score(verifier, images(height, width), prompts());
        for (int i = 0; i < scores.length; i++) {
          assertThat(scores[i]).isCloseTo(sizes.path("scores").path(i).asDouble(), offset(1e-3));
        }
        assertThat(Arrays.stream(scores).max().orElseThrow())
            .isGreaterThan(Arrays.stream(scores).min().orElseThrow() + .1);
      }
    }
  }

  @Test
  void scoresFollowTheirImagesWhateverTheirPlaceAndCompany() throws IOException {
    NDArray images = images(20, 50);
    List<Prompt> prompts = prompts();
    try (Verifier verifier = open(Map.of("batch", "3"))) {
      double[] scores = score(verifier, images, prompts);
      int[] order = {4, 2, 0, 1, 3};
      List<Prompt> moved = new ArrayList<>();
      double[] expected = new double[order.length];
      for (int i = 0; i < order.length; i++) {
        moved.add(prompts.get(order[i]));
        expected[i] = scores[order[i]];
      }
      NDArray there = images.get(manager.create(new long[] {4, 2, 0, 1, 3}));
      assertThat(score(verifier, there, moved)).containsExactly(expected);
      NDArray alone = images.get(new NDIndex("3:4"));
      assertThat(score(verifier, alone, prompts.subList(3, 4))).containsExactly(scores[3]);
    }
  }

  @Test
  void theBatchSizeIsOfNoAccount() throws IOException {
    NDArray images = images(32, 32);
    try (Verifier one = open(Map.of("batch", "1"));
        Verifier many = open(Map.of("batch", "16", "device", "cpu"))) {
      double[] scores = score(one, images, prompts());
      double[] together = score(many, images, prompts());
      for (int i = 0; i < scores.length; i++) {
        assertThat(together[i]).isCloseTo(scores[i], offset(1e-4));
      }
    }
  }

  @Test
  void scoringLeavesNoNativeMemoryBehind() throws IOException {
    NDArray images = images(20, 20);
    try (Verifier verifier = open(Map.of("batch", "2"))) {
      score(verifier, images, prompts());
      assertThat(manager.getManagedArrays()).containsExactly(images);
    }
  }

  @Test
  void aImageThatIsNotANumberScoresNaNAndSpoilsNoOther() throws IOException {
    NDArray images = images(20, 20);
    try (Verifier verifier = open(Map.of())) {
      double[] scores = score(verifier, images, prompts());
      images.set(new NDIndex(1), Float.NaN);
      scores[1] = Double.NaN;
      assertThat(score(verifier, images, prompts())).containsExactly(scores);
    }
  }

  @Test
  void featuresAreUnitVectorsByTheirDirectory() {
    FeatureProvider provider = FeatureProviders.named(FILES.resolve("tiny-features").toString());
    NDArray images = images(24, 30);
    try (FeatureExtractor features = provider.open(Device.cpu())) {
      float[][] vectors = features.of(images);
      assertThat(vectors).hasNumberOfRows(5);
      for (float[] vector : vectors) {
        assertThat(vector).hasSize(provider.size());
        double square =
            IntStream.range(0, vector.length).mapToDouble(i -> vector[i] * vector[i]).sum();
        assertThat(square).isCloseTo(1, offset(1e-5));
      }
      assertThat(vectors[0]).isNotEqualTo(vectors[1]);
    }
  }

  @Test
  void preparedOptionsHoldWhatARunHasToFindAgain() throws IOException {
    VerifierProvider provider = BundleVerifier.of("pick", copy());
    Map<String, String> prepared =
        provider.prepare(Map.of("bundle", folder.toString(), "device", "cpu", "batch", "5"));
    assertThat(prepared).containsOnlyKeys("bundle", "sha256", "device", "batch");
    assertThat(provider.prepare(prepared)).isEqualTo(prepared);
    Path manifest = folder.resolve("verifier.json");
    Files.writeString(manifest, Files.readString(manifest).replace("about 18", "around 18"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> named(prepared).open(Device.cpu(), prepared))
        .withMessageContaining("verifier.json has sha256")
        .withMessageEndingWith("another bundle than the one that the run began with");
  }

  @Test
  void aBundleBehindAUriIsFetchedAndStaysThere() throws IOException {
    String uri = copy().toUri().toString();
    Map<String, String> prepared = named(Map.of("bundle", uri)).prepare(Map.of("bundle", uri));
    Map<String, String> here =
        BundleVerifier.of("pick", BUNDLE).prepare(Map.of("bundle", BUNDLE.toString()));
    assertThat(prepared).containsEntry("bundle", uri).containsEntry("sha256", here.get("sha256"));
    named(prepared).open(Device.cpu(), prepared).close();
  }

  @Test
  void selfTakesNoOtherFeaturesThanThoseItWasPreparedWith() {
    VerifierProvider self = Verifiers.named("self");
    String features = FILES.resolve("tiny-features").toString();
    Map<String, String> prepared = self.prepare(Map.of("features", features));
    assertThat(prepared).containsEntry("features", features).containsKey("sha256");
    assertThat(self.prepare(prepared)).isEqualTo(prepared);
    Map<String, String> others = new TreeMap<>(prepared);
    others.put("sha256", "0".repeat(64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> self.open(Device.cpu(), others))
        .withMessageContaining("features " + features + " have sha256 ")
        .withMessageEndingWith("others than those that the run began with");
  }

  @Test
  void wrongOptionsAreNamed() {
    VerifierProvider provider = BundleVerifier.of("pick", BUNDLE);
    Map<String, String> wrong =
        Map.of(
            "device", "device of verifier 'pick' was x, expected cpu or gpu",
            "batch", "batch of verifier 'pick' was x, expected an integer from 1 to 4096",
            "size", "verifier 'pick' has no option 'size'; it has batch, bundle, device, sha256");
    wrong.forEach(
        (option, message) ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.prepare(Map.of("bundle", "here", option, "x")))
                .withMessage(message));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.open(Device.cpu(), Map.of("bundle", "here", "device", "gpu")))
        .withMessage(
            "device of verifier 'pick' was gpu, expected cpu, since this task was given no GPU");
  }

  @Test
  void aBundleThatIsMissingDamagedOrOfAnotherTypeIsRefused() throws IOException {
    Path absent = folder.resolve("absent");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleVerifier.of("pick", absent))
        .withMessageStartingWith("verifier 'pick': no directory " + absent);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleVerifier.of("pick", FILES.resolve("tiny-features")))
        .withMessageContaining("gives features ('features'), expected a bundle that gives a score");
    Path damaged = copy();
    Files.writeString(damaged.resolve("tokenizer.json"), "{}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleVerifier.of("pick", damaged))
        .withMessageContaining("tokenizer.json: sha256 ");
  }

  @Test
  void aPartThatDoesNotEndInPtIsRefused() throws IOException {
    Path other = copy();
    Files.move(other.resolve("score.pt"), other.resolve("score.bin"));
    Path manifest = other.resolve("verifier.json");
    Files.writeString(manifest, Files.readString(manifest).replace("score.pt", "score.bin"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleVerifier.of("pick", other))
        .withMessageEndingWith(
            "key 'parts.score.file' was \"score.bin\", expected a file that ends in .pt");
  }

  private Path copy() throws IOException {
    try (var files = Files.list(BUNDLE)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static VerifierProvider named(Map<String, String> options) {
    return Verifiers.named("pick", options, HadoopFiles.ofClassPath());
  }

  private static Verifier open(Map<String, String> options) {
    Map<String, String> all = new TreeMap<>(options);
    all.put("bundle", BUNDLE.toString());
    return named(all).open(Device.cpu(), all);
  }

  private double[] score(Verifier verifier, NDArray images, List<Prompt> prompts) {
    return verifier.score(Samples.of(images, prompts));
  }

  private static List<Prompt> prompts() throws IOException {
    JsonNode expected = new ObjectMapper().readTree(FILES.resolve("expected.json").toFile());
    List<Prompt> prompts = new ArrayList<>();
    expected
        .path("prompts")
        .forEach(
            text -> prompts.add(new Prompt(prompts.size(), "p" + prompts.size(), text.asText())));
    return prompts;
  }

  /** As verifier_cases.py draws them. */
  private NDArray images(int height, int width) {
    float[] pixels = new float[5 * 3 * height * width];
    int at = 0;
    for (int i = 0; i < 5; i++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int row = 0; row < height; row++) {
          for (int column = 0; column < width; column++) {
            int level = row * (3 + i) + column * column * (1 + channel) + 40 * i * channel;
            pixels[at++] = level % 256 / 255f;
          }
        }
      }
    }
    return manager.create(pixels, new Shape(5, 3, height, width));
  }

  private static Path files() {
    try {
      return Path.of(BundleVerifierTest.class.getResource("/verifiers").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
