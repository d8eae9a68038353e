package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bundles whose files are what their manifest says, and say of themselves what is not so. */
class BundleFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TESTS = Path.of("../executors/src/test/resources");

  private static final String DISCRETE =
      """
      {"type": "discrete", "train_steps": 1000, "betas": "scaled_linear", "beta_start": 0.00085,
       "beta_end": 0.012, "zero_snr": false, "spacing": "leading", "offset": 1, "extra": 0,
       "rounded": true, "spread": "spaced", "start": "norm", "end": "first"}
      """;

  private static final String DYNAMIC =
      """
      {"type": "flow", "dynamic": {"pixels_per_token": 16, "base_tokens": 256, "max_tokens": 4096,
       "base_shift": 0.5, "max_shift": 1.15}}
      """;

  private static final String TABLE =
      "{\"type\": \"table\", \"interpolation\": \"linear\", \"rounded\": false}";

  private static List<String> manifests() throws IOException {
    String shapes = Files.readString(FuzzedBundle.SHAPES.resolve("bundle.json"));
    ObjectNode discrete = (ObjectNode) JSON.readTree(shapes);
    discrete.put("process", "ve").put("prediction", "epsilon");
    discrete.set("schedule", JSON.readTree(DISCRETE));
    discrete.set("time", JSON.readTree(TABLE));
    ObjectNode dynamic = (ObjectNode) JSON.readTree(shapes);
    dynamic.set("schedule", JSON.readTree(DYNAMIC));
    dynamic.withObject("/image").put("multiple", 16);
    ObjectNode karras = (ObjectNode) JSON.readTree(shapes);
    karras.put("process", "ve").put("prediction", "x0");
    karras
        .withObject("/schedule")
        .put("type", "karras")
        .put("sigma_min", 0.002)
        .put("sigma_max", 80)
        .put("rho", 7);
    return List.of(shapes, discrete.toString(), dynamic.toString(), karras.toString());
  }

  @Test
  void manifestsEndWellOrAreRefused() throws IOException {
    List<String> manifests = manifests();
    Fuzz.files(
        "manifest",
        (random, directory) -> {
          byte[] made = JsonMutations.edited(random, one(random, manifests));
          Path bundle = shapes(directory).with("bundle.json", made).directory();
          return random.nextBoolean()
              ? List.of("models", "inspect", bundle.toString())
              : Planned.search(directory, "--bundle=" + bundle);
        });
  }

  private static FuzzedBundle shapes(Path directory) throws IOException {
    return FuzzedBundle.like(FuzzedBundle.SHAPES, directory.resolve("bundle"));
  }

  @Test
  void verifiersEndWellOrAreRefused() throws IOException {
    String whole = Files.readString(FuzzedBundle.PICKSCORE.resolve("verifier.json"));
    Fuzz.files(
        "verifier",
        (random, directory) -> {
          Path bundle =
              FuzzedBundle.like(FuzzedBundle.PICKSCORE, directory.resolve("bundle"))
                  .with("verifier.json", JsonMutations.edited(random, whole))
                  .directory();
          return random.nextBoolean()
              ? List.of("models", "inspect", bundle.toString())
              : Planned.search(
                  directory,
                  "--bundle=shapes-s",
                  "--verifier-bundle=mine=" + bundle,
                  "--verifier=mine");
        });
  }

  @Test
  void tokenizersEndWellOrAreRefused() throws IOException {
    List<String> whole = new ArrayList<>();
    for (String name : List.of("clip.json", "clip_2.json", "t5.json")) {
      whole.add(Files.readString(TESTS.resolve("tokenizers").resolve(name)));
    }
    Fuzz.natives(
        "tokenizer",
        (random, directory) ->
            reading(
                directory,
                shapes(directory)
                    .tokenizing(
                        "huggingface",
                        "tokenizer.json",
                        JsonMutations.edited(random, one(random, whole))),
                "a red circle\n" + "größe ✓ 👩‍👩‍👧 ".repeat(20) + "\nx\n"));
  }

  @Test
  void vocabulariesEndWellOrAreRefused() throws IOException {
    List<byte[]> whole =
        List.of(
            Files.readAllBytes(FuzzedBundle.SHAPES.resolve("vocabulary.txt")),
            "<pad>\na\nred\ncircle\n".getBytes(UTF_8));
    Fuzz.files(
        "vocabulary",
        (random, directory) ->
            reading(
                directory,
                shapes(directory)
                    .tokenizing(
                        random.nextInt(4) > 0 ? "words" : "labels",
                        "words.txt",
                        ByteMutations.edited(random, whole)),
                "a red circle\n"));
  }

  /** A search whose prompts the bundle's tokenizer reads. */
  private static List<String> reading(Path directory, FuzzedBundle bundle, String text)
      throws IOException {
    Path prompts = Files.writeString(directory.resolve("p.txt"), text);
    return Planned.search(
        directory,
        "--bundle=" + bundle.directory(),
        "--prompts=" + prompts,
        "--verifier=realism",
        "--held-out=none");
  }

  @Test
  void statisticsEndWellOrAreRefused() throws IOException {
    String whole = Files.readString(FuzzedBundle.SHAPES.resolve("reference.json"));
    Fuzz.files(
        "statistics",
        (random, directory) -> {
          Path bundle =
              shapes(directory)
                  .listing("reference.json", JsonMutations.edited(random, whole))
                  .directory();
          return random.nextBoolean()
              ? List.of("models", "inspect", bundle.toString())
              : Planned.search(directory, "--bundle=" + bundle, "--verifier=fid");
        });
  }

  @Test
  void rubricsEndWellOrAreRefused() throws IOException {
    Fuzz.files(
        "rubric",
        (random, directory) -> {
          Path rubric =
              Files.write(
                  directory.resolve("rubric.txt"),
                  ByteMutations.edited(
                      random, List.of("Rate {prompt}: 1 to 5.\n".getBytes(UTF_8))));
          return Planned.search(
              directory,
              "--bundle=shapes-s",
              "--verifier=vlm",
              "--verifier-option=vlm.endpoint=http://localhost:1/v1",
              "--verifier-option=vlm.model=m",
              "--verifier-option=vlm.rubric=" + rubric);
        });
  }

  @Test
  void imagesToStartFromEndWellOrAreRefused() throws IOException {
    Fuzz.files(
        "image",
        (random, directory) -> {
          Path image = Files.write(directory.resolve("i"), RandomImage.file(random));
          Path prompts =
              Files.writeString(
                  directory.resolve("p.csv"), "prompt,photo\na red circle,%s\n".formatted(image));
          return Planned.search(
              directory, "--bundle=shapes-s", "--prompts=" + prompts, "--init-image=photo");
        });
  }
}
