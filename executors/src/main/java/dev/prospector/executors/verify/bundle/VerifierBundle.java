package dev.prospector.executors.verify.bundle;

import dev.prospector.executors.bundle.Checksums;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.InnerDirectory;
import dev.prospector.executors.bundle.Manifest;
import dev.prospector.executors.bundle.TokenizerReader;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.executors.text.TokenizerFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A verifier or a feature network as a directory: {@code verifier.json} and the files that it
 * names; see docs/bundles.md. Reading one checks the manifest and every file's sha256 before
 * anything is loaded.
 *
 * @param directory where it lies
 * @param kind of verifier, for people
 * @param type what it gives
 * @param range in which its numbers lie, for people
 * @param parameters of all parts together
 * @param batch images at a time, unless told otherwise
 * @param size numbers in a vector of features; 0 for a score
 * @param tokenizers that turn prompts into what the first part takes; none if it sees no prompt
 * @param parts by name: {@code text}, which not all have, and {@code score} or {@code features}
 * @param sha256 checksum by file
 * @param fingerprint the manifest's own checksum; since it lists all others, it stands for the
 *     whole bundle
 */
public record VerifierBundle(
    Path directory,
    String name,
    String kind,
    Type type,
    String description,
    String range,
    long parameters,
    int batch,
    int size,
    List<TokenizerFile> tokenizers,
    Map<String, Part> parts,
    Map<String, String> sha256,
    String fingerprint) {

  /** The manifest's file name. */
  public static final String MANIFEST = "verifier.json";

  static final String TEXT = "text";

  private static final int FORMAT = 2;
  private static final int MOST_BATCH = 4_096;
  private static final int MOST_FEATURES = 65_536;
  private static final Map<String, Type> TYPES =
      Map.of("score", Type.SCORE, "features", Type.FEATURES);
  private static final Map<String, String> DTYPES =
      Map.of("float32", "float32", "float16", "float16", "bfloat16", "bfloat16");

  /** What comes out. */
  public enum Type {
    /** One number per image. */
    SCORE("score"),
    /** One vector per image. */
    FEATURES("features");

    private final String part;

    Type(String part) {
      this.part = part;
    }
  }

  /**
   * A TorchScript file.
   *
   * @param dtype of its weights, as PyTorch calls it
   */
  public record Part(String file, String dtype, long parameters) {}

  /**
   * Finds and checks a bundle.
   *
   * @throws IllegalArgumentException if there is none, its manifest is wrong, or a file's checksum
   *     differs
   */
  public static VerifierBundle read(Path directory) {
    VerifierBundle bundle = described(directory);
    Checksums.verify(directory, bundle.sha256);
    return bundle;
  }

  /**
   * Finds a bundle inside a model's, whose own list then stands for its files.
   *
   * @param directory where it lies here; its weights may be missing
   * @throws IllegalArgumentException if its manifest is wrong, or the model's list lacks a file
   */
  static VerifierBundle inside(InnerDirectory inner, Path directory, HadoopFiles files) {
    VerifierBundle bundle = described(directory);
    Map<String, String> own = new TreeMap<>(bundle.sha256);
    own.put(MANIFEST, bundle.fingerprint);
    inner.requireListed(own, files);
    return bundle;
  }

  private static VerifierBundle described(Path directory) {
    Path file = directory.resolve(MANIFEST);
    Manifest manifest = Manifest.read(file, FORMAT);
    Type type = manifest.choice("type", TYPES);
    VerifierBundle bundle =
        new VerifierBundle(
            directory,
            manifest.string("name"),
            manifest.string("kind"),
            type,
            manifest.string("description"),
            manifest.string("range"),
            (long) manifest.number("parameters"),
            manifest.upTo(MOST_BATCH, "batch"),
            type == Type.FEATURES ? manifest.upTo(MOST_FEATURES, "features.size") : 0,
            tokenizers(manifest),
            parts(manifest, type),
            manifest.sha256(),
            Checksums.of(file));
    if (!bundle.tokenizers.isEmpty() && type == Type.FEATURES) {
      throw manifest.invalid("text", "no text beside features");
    }
    return bundle;
  }

  private static List<TokenizerFile> tokenizers(Manifest manifest) {
    int count = manifest.has("text") ? manifest.items("text.tokenizers") : 0;
    return IntStream.range(0, count)
        .mapToObj(i -> TokenizerReader.read(manifest, "text.tokenizers." + i))
        .toList();
  }

  private static Map<String, Part> parts(Manifest manifest, Type type) {
    Map<String, Part> parts = new LinkedHashMap<>();
    if (manifest.has("parts." + TEXT)) {
      if (!manifest.has("text")) {
        throw manifest.invalid("text", "tokenizers for parts.text");
      }
      parts.put(TEXT, part(manifest, "parts." + TEXT));
    }
    parts.put(type.part, part(manifest, "parts." + type.part));
    return parts;
  }

  private static Part part(Manifest manifest, String key) {
    String name = manifest.listedFile(key + ".file");
    if (!name.endsWith(".pt")) { // as in models, of which a driver leaves such files where they are
      throw manifest.invalid(key + ".file", "a file that ends in .pt");
    }
    return new Part(
        name, manifest.choice(key + ".dtype", DTYPES), (long) manifest.number(key + ".parameters"));
  }

  /**
   * The same, if it is of that type.
   *
   * @throws IllegalArgumentException otherwise
   */
  VerifierBundle require(Type wanted) {
    if (type != wanted) {
      throw new IllegalArgumentException(
          "%s: gives %s ('%s'), expected a bundle that gives a %s"
              .formatted(directory, type.part, kind, wanted.part));
    }
    return this;
  }

  /** Size of all its files. */
  public long bytes() {
    return sha256.keySet().stream()
        .mapToLong(file -> directory.resolve(file).toFile().length())
        .sum();
  }

  /** The file of the part that sees the images. */
  Path network() {
    return directory.resolve(parts.get(type.part).file());
  }

  /** The file of the part that encodes prompts, if there is one. */
  Optional<Path> text() {
    return Optional.ofNullable(parts.get(TEXT)).map(part -> directory.resolve(part.file()));
  }

  /** What turns prompts into ids. The caller closes them. */
  List<Tokenizer> openTokenizers() {
    return TokenizerFile.open(tokenizers, directory);
  }
}
