package dev.prospector.executors.bundle;

import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.NoiseSchedule;
import dev.prospector.executors.sampling.PartialSchedule;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.executors.text.TokenizerFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Predicate;

/**
 * A model as a directory: {@code bundle.json} and the TorchScript files that it names; see
 * docs/bundles.md. Reading one checks the manifest and every file's sha256 before anything is
 * loaded.
 *
 * @param directory where it lies
 * @param parameters of all parts together
 * @param geometry shapes of latents and images
 * @param process how noise enters
 * @param prediction what the network predicts
 * @param schedule the noise levels of a trajectory
 * @param time a noise level as the network's time
 * @param sampler the sampler to use unless told otherwise
 * @param steps likewise
 * @param guidanceType how a guidance scale enters
 * @param guidance the scale to use unless told otherwise; 1 is none
 * @param tokenizers whose ids the text encoder takes, in its order
 * @param zeros whether the unconditional half gets zeros where no negative prompt is given
 * @param conditioning names of the text encoder's outputs, in the denoiser's order
 * @param parts by name
 * @param realisations parts once more with weights of another type, by that type and their names
 * @param measures what sets of images are measured by
 * @param sha256 checksum by file
 */
public record ModelBundle(
    Path directory,
    String name,
    String family,
    String description,
    long parameters,
    Geometry geometry,
    ForwardProcess process,
    PredictionType prediction,
    NoiseSchedule schedule,
    DoubleUnaryOperator time,
    String sampler,
    int steps,
    GuidanceType guidanceType,
    double guidance,
    List<TokenizerFile> tokenizers,
    boolean zeros,
    List<String> conditioning,
    Map<String, Part> parts,
    Map<String, Map<String, Part>> realisations,
    Measures measures,
    Map<String, String> sha256) {

  /** Names of those on the class path. */
  public static final List<String> EMBEDDED = List.of("shapes-b", "shapes-s");

  /** Names of parts. */
  public static final String TEXT_ENCODER = "text_encoder";

  public static final String DENOISER = "denoiser";
  public static final String DECODER = "decoder";

  /** Only where trajectories can start from images. */
  public static final String ENCODER = "encoder";

  public static final String MANIFEST = "bundle.json";

  /**
   * A TorchScript file.
   *
   * @param dtype of its weights, as PyTorch calls it
   * @param flops floating-point operations for one sample of the bundle's own size, a multiply-add
   *     as two; empty if they are not declared, or other sizes are drawn
   */
  public record Part(String file, String dtype, long parameters, OptionalLong flops) {}

  /**
   * Finds and checks a bundle, for images of its own size.
   *
   * @param reference the name of an embedded bundle, or a directory's path or URI
   * @param files whence remote ones come
   * @throws IllegalArgumentException if there is no such bundle, its manifest is wrong, or a file's
   *     checksum differs
   */
  public static ModelBundle of(String reference, HadoopFiles files) {
    return of(reference, null, files);
  }

  /**
   * Finds and checks a bundle.
   *
   * @param reference the name of an embedded bundle, or a directory's path or URI
   * @param size of the images to draw; null for the bundle's own
   * @param files whence remote ones come
   * @throws IllegalArgumentException if there is no such bundle, its manifest is wrong, a file's
   *     checksum differs, or it doesn't draw that size
   */
  public static ModelBundle of(String reference, ImageSize size, HadoopFiles files) {
    return of(reference, size, files, file -> true);
  }

  /**
   * Finds a bundle to know what it is and to read prompts with it: where it has to be fetched, its
   * weights stay where they are.
   */
  public static ModelBundle described(String reference, ImageSize size, HadoopFiles files) {
    boolean weightsToo = !BundleStore.isRemote(reference);
    return of(reference, size, files, file -> weightsToo || !file.endsWith(".pt"));
  }

  private static ModelBundle of(
      String reference, ImageSize size, HadoopFiles files, Predicate<String> wanted) {
    String embedded = "bundles/" + reference + "/" + MANIFEST;
    boolean isName = isName(reference);
    if (isName && ModelBundle.class.getClassLoader().getResource(embedded) == null) {
      throw new IllegalArgumentException(
          "no bundle '%s': expected %s or a bundle's directory"
              .formatted(reference, String.join(", ", EMBEDDED)));
    }
    Path directory =
        isName
            ? EmbeddedFiles.materialise(embedded)
            : BundleStore.ofMachine(files).fetch(reference, MANIFEST, wanted);
    return new BundleReader(reference, directory.resolve(MANIFEST), size).read();
  }

  /** The same reference for processes that work in another directory: a path is absolute. */
  public static String located(String reference) {
    return isName(reference) || BundleStore.isRemote(reference)
        ? reference
        : Path.of(reference).toAbsolutePath().normalize().toString();
  }

  private static boolean isName(String reference) {
    return reference.matches("[a-z0-9-]+") && !Files.isDirectory(Path.of(reference));
  }

  /** Finds a bundle and reads every byte of it, whatever is known of its files. */
  public static ModelBundle checked(String reference, HadoopFiles files) {
    ModelBundle bundle = of(reference, files);
    Checksums.verify(bundle.directory, bundle.sha256);
    return bundle;
  }

  /**
   * The same for starts from images: a trajectory takes the low end of the schedule.
   *
   * @param strength the share of the schedule's steps that are taken, above 0, 1 at most
   * @throws IllegalArgumentException if the bundle can't encode images
   */
  public ModelBundle from(double strength) {
    if (!parts.containsKey(ENCODER)) {
      throw new IllegalArgumentException(
          "%s: key 'parts.encoder' missing, expected an encoder to start from images"
              .formatted(directory.resolve(MANIFEST)));
    }
    return new ModelBundle(
        directory,
        name,
        family,
        description,
        parameters,
        geometry,
        process,
        prediction,
        new PartialSchedule(schedule, strength),
        time,
        sampler,
        steps,
        guidanceType,
        guidance,
        tokenizers,
        zeros,
        conditioning,
        parts,
        realisations,
        measures,
        sha256);
  }

  /**
   * The same for whole trajectories to images of another size.
   *
   * @throws IllegalArgumentException if it doesn't draw that size
   */
  public ModelBundle at(ImageSize size) {
    return geometry.image().equals(size)
        ? this
        : new BundleReader(directory.toString(), directory.resolve(MANIFEST), size).read();
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

  /** The file of a part. */
  public Path part(String part) {
    return directory.resolve(parts.get(part).file());
  }

  /**
   * The files of those parts that are there with weights of another type too, by their names.
   *
   * @throws IllegalArgumentException if none is, and the message says of which types there are
   */
  public Map<String, Path> realisation(String dtype) {
    if (!realisations.containsKey(dtype)) {
      throw new IllegalArgumentException(
          "bundle '%s' has no parts in %s, %s (docs/bundles.md)"
              .formatted(
                  name,
                  dtype,
                  realisations.isEmpty()
                      ? "nor in any other type than their own"
                      : "expected " + String.join(" or ", realisations.keySet())));
    }
    Map<String, Path> files = new TreeMap<>();
    realisations
        .get(dtype)
        .forEach((part, file) -> files.put(part, directory.resolve(file.file())));
    return files;
  }

  /** What turns prompts into the text encoder's ids. The caller closes them. */
  public List<Tokenizer> openTokenizers() {
    return TokenizerFile.open(tokenizers, directory);
  }
}
