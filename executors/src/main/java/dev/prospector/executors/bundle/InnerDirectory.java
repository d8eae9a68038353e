package dev.prospector.executors.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A directory inside a model's bundle. Each machine has the bundle in a place of its own, so the
 * directory is named as URLs name what is in a jar: {@code BUNDLE!/DIRECTORY}.
 *
 * @param bundle the name of an embedded bundle, or a directory's path or URI
 * @param name relative to the bundle
 */
public record InnerDirectory(String bundle, String name) {
  private static final String SEPARATOR = "!/";

  /** What a reference names, unless it is a name or a directory by itself. */
  public static Optional<InnerDirectory> of(String reference) {
    int separator = reference.lastIndexOf(SEPARATOR);
    return separator < 0 || Files.isDirectory(Path.of(reference))
        ? Optional.empty()
        : Optional.of(
            new InnerDirectory(
                reference.substring(0, separator),
                reference.substring(separator + SEPARATOR.length())));
  }

  /** By which it is found again, on any machine. */
  public String reference() {
    return bundle + SEPARATOR + name;
  }

  /** Where it lies here; the weights of a remote bundle may be missing. */
  public Path described(HadoopFiles files) {
    return ModelBundle.described(bundle, null, files).directory().resolve(name);
  }

  /** Where it lies here, whole and checked. */
  public Path fetched(HadoopFiles files) {
    return ModelBundle.of(bundle, files).directory().resolve(name);
  }

  /**
   * That the bundle lists some of its files: by that list it is fetched and checked.
   *
   * @param sha256 checksum by file, relative to this directory
   * @param files whence the bundle comes
   * @throws IllegalArgumentException if one is missing there or has another checksum
   */
  public void requireListed(Map<String, String> sha256, HadoopFiles files) {
    ModelBundle model = ModelBundle.described(bundle, null, files);
    sha256.forEach(
        (file, hash) -> {
          String key = name + "/" + file;
          String listed = model.sha256().get(key);
          if (!hash.equals(listed)) {
            throw new IllegalArgumentException(
                "%s: sha256 of '%s' was %s, expected %s"
                    .formatted(
                        model.directory().resolve(ModelBundle.MANIFEST),
                        key,
                        listed == null ? "missing" : listed,
                        hash));
          }
        });
  }
}
