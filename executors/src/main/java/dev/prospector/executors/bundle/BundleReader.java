package dev.prospector.executors.bundle;

import ai.djl.ndarray.types.Shape;
import dev.prospector.executors.bundle.ModelBundle.Part;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.text.TokenizerFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Reads a bundle's manifest; docs/bundles.md describes it. */
final class BundleReader {
  private static final int FORMAT = 3;

  /** As the flags of a search have it. */
  private static final int MOST_STEPS = 10_000;

  private static final int MOST_SIDE = 65_536;
  private static final int MOST_CHANNELS = 4_096;
  private static final double MOST_FLOPS = 1e15;

  private static final String REALISATIONS = "realisations";

  /** Of which a part may be there once more. */
  private static final List<String> HALVES = List.of("bfloat16", "float16");

  /** What candidates pass through; prompts are encoded once. */
  private static final List<String> REALISED = List.of(ModelBundle.DENOISER, ModelBundle.DECODER);

  /** Without features, classes and realisations. */
  private static final int FORMER = 2;

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
  private static final Map<String, GuidanceType> GUIDANCE =
      Map.of("classifier-free", GuidanceType.CLASSIFIER_FREE, "embedded", GuidanceType.EMBEDDED);
  private static final Map<String, String> DTYPES =
      Map.of("float32", "float32", "float16", "float16", "bfloat16", "bfloat16");

  private final String reference;
  private final Path file;
  private final Manifest manifest;
  private final ImageSize size;

  /**
   * Opens a manifest.
   *
   * @param reference by which the bundle is found on any machine
   * @param size of the images to draw; null for the bundle's own
   */
  BundleReader(String reference, Path file, ImageSize size) {
    this.reference = reference;
    this.file = file;
    this.manifest = Manifest.read(file, FORMER, FORMAT);
    this.size = size;
  }

  ModelBundle read() {
    Geometry geometry = geometry();
    ScheduleReader schedules = new ScheduleReader(manifest, geometry.image());
    return new ModelBundle(
        file.getParent(),
        manifest.string("name"),
        manifest.string("family"),
        manifest.string("description"),
        (long) manifest.number("parameters"),
        geometry,
        manifest.choice("process", PROCESSES),
        manifest.choice("prediction", PREDICTIONS),
        schedules.schedule(),
        schedules.time(),
        manifest.string("sampler"),
        manifest.upTo(MOST_STEPS, "steps"),
        guidanceType(),
        manifest.number("guidance.scale"),
        tokenizers(),
        manifest.choice("text.unconditional", Map.of("encode", false, "zeros", true)),
        manifest.strings("conditioning"),
        parts(),
        realisations(),
        measures(),
        manifest.sha256());
  }

  private GuidanceType guidanceType() {
    GuidanceType type = manifest.choice("guidance.type", GUIDANCE);
    boolean distilled = manifest.has("guidance.distilled") && manifest.truth("guidance.distilled");
    if (distilled && type != GuidanceType.CLASSIFIER_FREE) {
      throw manifest.invalid("guidance.distilled", "false where guidance.type is embedded");
    }
    return distilled ? GuidanceType.DISTILLED : type;
  }

  private Geometry geometry() {
    Shape latent =
        new Shape(
            manifest.upTo(MOST_CHANNELS, "latent.channels"),
            manifest.upTo(MOST_SIDE, "latent.height"),
            manifest.upTo(MOST_SIDE, "latent.width"));
    ImageSize own =
        new ImageSize(
            manifest.upTo(MOST_SIDE, "image.height"), manifest.upTo(MOST_SIDE, "image.width"));
    int multiple = manifest.has("image.multiple") ? manifest.positive("image.multiple") : 0;
    try {
      Geometry geometry = new Geometry(latent, own, multiple);
      return size == null ? geometry : geometry.at(size);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private List<TokenizerFile> tokenizers() {
    return IntStream.range(0, manifest.items("text.tokenizers"))
        .mapToObj(i -> TokenizerReader.read(manifest, "text.tokenizers." + i))
        .toList();
  }

  private Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (String part :
        List.of(ModelBundle.TEXT_ENCODER, ModelBundle.DENOISER, ModelBundle.DECODER)) {
      parts.put(part, part("parts." + part));
    }
    if (manifest.has("parts." + ModelBundle.ENCODER)) {
      parts.put(ModelBundle.ENCODER, part("parts." + ModelBundle.ENCODER));
    }
    return parts;
  }

  private Part part(String key) {
    String name = manifest.listedFile(key + ".file");
    if (!name.endsWith(".pt")) { // a driver leaves these where they are and takes all others
      throw manifest.invalid(key + ".file", "a file that ends in .pt");
    }
    return new Part(
        name,
        manifest.choice(key + ".dtype", DTYPES),
        (long) manifest.number(key + ".parameters"),
        flops(key + ".flops"));
  }

  /** Of other sizes nobody knows: attention does not grow as pixels do. */
  private OptionalLong flops(String key) {
    if (!manifest.has(key)) {
      return OptionalLong.empty();
    }
    double flops = manifest.number(key);
    if (!(flops >= 0 && flops <= MOST_FLOPS && flops == Math.rint(flops))) {
      throw manifest.invalid(key, "a whole number from 0 to 1e15");
    }
    ImageSize own =
        new ImageSize(manifest.integer("image.height"), manifest.integer("image.width"));
    return size == null || size.equals(own) ? OptionalLong.of((long) flops) : OptionalLong.empty();
  }

  private Map<String, Map<String, Part>> realisations() {
    Map<String, Map<String, Part>> realisations = new TreeMap<>();
    if (!manifest.has(REALISATIONS)) {
      return realisations;
    }
    requireFormat(REALISATIONS);
    for (String dtype : manifest.keys(REALISATIONS)) {
      String own = REALISATIONS + "." + dtype;
      if (!HALVES.contains(dtype) || manifest.keys(own).isEmpty()) {
        throw manifest.invalid(REALISATIONS, "parts by " + String.join(" or ", HALVES));
      }
      Map<String, Part> parts = new TreeMap<>();
      for (String name : manifest.keys(own)) {
        if (!REALISED.contains(name)) {
          throw manifest.invalid(own, "no parts but " + String.join(" and ", REALISED));
        }
        Part part = part(own + "." + name);
        if (!part.dtype().equals(dtype)) {
          throw manifest.invalid(own + "." + name + ".dtype", dtype);
        }
        parts.put(name, part);
      }
      realisations.put(dtype, parts);
    }
    return realisations;
  }

  private Measures measures() {
    if (manifest.has("features") || manifest.has("classes")) {
      requireFormat("features or classes");
    }
    return new Measures(network("features"), statistics(), network("classes"));
  }

  private void requireFormat(String named) {
    if (manifest.integer("format") == FORMER) {
      throw manifest.invalid("format", FORMAT + ", as it names " + named);
    }
  }

  private Optional<Path> statistics() {
    String key = "features.statistics";
    return manifest.has(key)
        ? Optional.of(file.resolveSibling(manifest.listedFile(key)))
        : Optional.empty();
  }

  /** A directory of this bundle, or else a name that is built in. */
  private Optional<String> network(String of) {
    if (!manifest.has(of)) {
      return Optional.empty();
    }
    String key = of + ".network";
    String network = manifest.string(key);
    if (manifest.sha256().keySet().stream().anyMatch(name -> name.startsWith(network + "/"))) {
      return Optional.of(new InnerDirectory(reference, network).reference());
    }
    if (!network.matches("[a-z0-9_-]+")) {
      throw manifest.invalid(key, "a name, or a directory whose files stand under sha256");
    }
    return Optional.of(network);
  }
}
