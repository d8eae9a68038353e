package dev.prospector.executors.model;

import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.KarrasSchedule;
import dev.prospector.executors.sampling.NoiseSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A model as a directory: {@code bundle.json} and the TorchScript files that it names; see
 * docs/bundles.md. Reading one checks the manifest and every file's sha256 before anything is
 * loaded.
 *
 * @param directory where it lies
 * @param parameters of all parts together
 * @param latentShape {@code [C,h,w]}
 * @param process how noise enters
 * @param prediction what the network predicts
 * @param timeScale the network's time is sigma times this
 * @param schedule the noise levels of a trajectory
 * @param sampler the sampler to use unless told otherwise
 * @param steps likewise
 * @param guidance likewise; 1 is none
 * @param textLength tokens per prompt
 * @param vocabulary the tokenizer's file
 * @param conditioning names of the text encoder's outputs, in the denoiser's order
 * @param parts file by part
 * @param sha256 checksum by file
 */
public record ModelBundle(
    Path directory,
    String name,
    String family,
    String description,
    long parameters,
    Shape latentShape,
    int imageHeight,
    int imageWidth,
    ForwardProcess process,
    PredictionType prediction,
    double timeScale,
    NoiseSchedule schedule,
    String sampler,
    int steps,
    double guidance,
    int textLength,
    String vocabulary,
    List<String> conditioning,
    Map<String, String> parts,
    Map<String, String> sha256) {

  /** In the order in which a candidate meets them. */
  static final List<String> PARTS = List.of("text_encoder", "denoiser", "decoder");

  private static final String MANIFEST = "bundle.json";
  private static final Map<String, PredictionType> PREDICTIONS =
      Map.of(
          "velocity", PredictionType.VELOCITY,
          "epsilon", PredictionType.EPSILON,
          "v", PredictionType.V,
          "x0", PredictionType.X0);
  private static final Map<String, ForwardProcess> PROCESSES =
      Map.of(
          "flow", new ForwardProcess.RectifiedFlow(),
          "ve", new ForwardProcess.VarianceExploding());
  private static final Map<String, Function<Manifest, NoiseSchedule>> SCHEDULES =
      Map.of(
          "flow", manifest -> new FlowSchedule(manifest.number("schedule.shift")),
          "karras",
              manifest ->
                  new KarrasSchedule(
                      manifest.number("schedule.sigma_min"),
                      manifest.number("schedule.sigma_max"),
                      manifest.number("schedule.rho")));

  /**
   * Finds and checks a bundle.
   *
   * @param reference the name of an embedded bundle, or a directory
   * @throws IllegalArgumentException if there is no such bundle, its manifest is wrong, or a file's
   *     checksum differs
   */
  public static ModelBundle of(String reference) {
    String embedded = "bundles/" + reference + "/" + MANIFEST;
    boolean isName = reference.matches("[a-z0-9-]+") && !Files.isDirectory(Path.of(reference));
    if (isName && ModelBundle.class.getClassLoader().getResource(embedded) == null) {
      throw new IllegalArgumentException(
          "no bundle '%s': expected shapes-b, shapes-s or a bundle's directory"
              .formatted(reference));
    }
    return read(isName ? EmbeddedFiles.materialise(embedded) : Path.of(reference));
  }

  private static ModelBundle read(Path directory) {
    Manifest manifest = Manifest.read(directory.resolve(MANIFEST));
    Map<String, String> sha256 = manifest.sha256();
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : PARTS) {
      parts.put(part, file(manifest, "parts." + part + ".file", sha256));
      choice(manifest, "parts." + part + ".dtype", Map.of("float32", "float32"));
    }
    choice(manifest, "text.tokenizer", Map.of("words", "words"));
    ModelBundle bundle =
        new ModelBundle(
            directory,
            manifest.string("name"),
            manifest.string("family"),
            manifest.string("description"),
            (long) manifest.number("parameters"),
            new Shape(
                positive(manifest, "latent.channels"),
                positive(manifest, "latent.height"),
                positive(manifest, "latent.width")),
            positive(manifest, "image.height"),
            positive(manifest, "image.width"),
            choice(manifest, "process", PROCESSES),
            choice(manifest, "prediction", PREDICTIONS),
            manifest.number("time.scale"),
            choice(manifest, "schedule.type", SCHEDULES).apply(manifest),
            manifest.string("sampler"),
            positive(manifest, "steps"),
            manifest.number("guidance"),
            positive(manifest, "text.length"),
            file(manifest, "text.vocabulary", sha256),
            manifest.strings("conditioning"),
            parts,
            sha256);
    Checksums.verify(directory, sha256);
    return bundle;
  }

  private static <T> T choice(Manifest manifest, String key, Map<String, T> choices) {
    T chosen = manifest.has(key) ? choices.get(manifest.string(key)) : null;
    if (chosen == null) {
      throw manifest.invalid(key, String.join(" or ", new TreeSet<>(choices.keySet())));
    }
    return chosen;
  }

  private static int positive(Manifest manifest, String key) {
    int value = manifest.integer(key);
    if (value < 1) {
      throw manifest.invalid(key, "1 or more");
    }
    return value;
  }

  private static String file(Manifest manifest, String key, Map<String, String> sha256) {
    String name = manifest.string(key);
    if (!sha256.containsKey(name)) {
      throw manifest.invalid(key, "a file that stands under sha256");
    }
    return name;
  }

  /** The highest noise level of a trajectory of so many steps. */
  public double firstSigma(int trajectorySteps) {
    return schedule.sigmas(trajectorySteps)[0];
  }

  /** Size of all its files. */
  public long bytes() {
    return sha256.keySet().stream()
        .mapToLong(file -> directory.resolve(file).toFile().length())
        .sum();
  }

  /** The latent's shape for people: {@code [C, h, w]}. */
  public String latent() {
    return Arrays.toString(latentShape.getShape());
  }

  /** The file of a part. */
  Path part(String part) {
    return directory.resolve(parts.get(part));
  }

  /** What turns prompts into the text encoder's ids. */
  public WordTokenizer tokenizer() {
    return WordTokenizer.read(directory.resolve(vocabulary), textLength);
  }
}
