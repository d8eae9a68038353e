package dev.prospector.executors.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Directories of the class path as directories of the file system, since libtorch reads real files.
 *
 * <p>They lie in this machine's {@link CacheDirectory}, in a directory named by the manifest's
 * hash; the manifest lists all other hashes, so the name stands for the content.
 */
public final class EmbeddedFiles {
  private EmbeddedFiles() {}

  /**
   * Writes out a manifest and the files that its {@code sha256} lists, where they are not there
   * already and whole. Any number of threads and JVMs may do so at once: each file appears under
   * its name complete, in one move, and a damaged one is replaced in the same way.
   *
   * @param manifest a resource such as {@code bundles/shapes-b/bundle.json}
   * @return the directory that holds them
   * @throws IllegalArgumentException if the resource is missing, or a resource is not what the
   *     manifest says
   */
  public static Path materialise(String manifest) {
    return materialise(manifest, EmbeddedFiles.class.getClassLoader(), CacheDirectory.ofMachine());
  }

  /**
   * Reads a manifest alone; writes nothing.
   *
   * @throws IllegalArgumentException if the resource is missing
   */
  public static Manifest manifest(String manifest) {
    try (InputStream in = open(manifest, EmbeddedFiles.class.getClassLoader())) {
      return Manifest.parse("classpath:" + manifest, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path materialise(String manifest, ClassLoader resources, Path cache) {
    try {
      byte[] json;
      try (InputStream in = open(manifest, resources)) {
        json = in.readAllBytes();
      }
      String hash = Checksums.of(json);
      Path origin = Path.of(manifest);
      Path directory =
          cache.resolve(origin.getParent().getFileName() + "-" + hash.substring(0, 16));
      Files.createDirectories(directory);
      String folder = manifest.substring(0, manifest.lastIndexOf('/') + 1);
      Map<String, String> files = Manifest.parse("classpath:" + manifest, json).sha256();
      for (Map.Entry<String, String> file : files.entrySet()) {
        place(folder + file.getKey(), resources, directory.resolve(file.getKey()), file.getValue());
      }
      place(manifest, resources, directory.resolve(origin.getFileName()), hash);
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void place(String resource, ClassLoader resources, Path file, String sha256)
      throws IOException {
    if (Files.isRegularFile(file) && Checksums.of(file).equals(sha256)) {
      return;
    }
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), ".", ".part");
    try (InputStream in = open(resource, resources)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Checksums.require("classpath:" + resource, Checksums.of(part), sha256);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static InputStream open(String resource, ClassLoader resources) {
    InputStream in = resources.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalArgumentException(
          "no resource '%s' on the class path, expected a manifest or a file that one lists"
              .formatted(resource));
    }
    return in;
  }
}
