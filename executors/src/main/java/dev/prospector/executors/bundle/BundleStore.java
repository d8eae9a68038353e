package dev.prospector.executors.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.prospector.executors.input.InputFiles;
import dev.prospector.executors.input.InputLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Bundles of models and of verifiers as directories of this machine, since libtorch reads real
 * files. One with a scheme ({@code hdfs:}, {@code s3a:}, {@code file:}, whatever Hadoop has a file
 * system for) is fetched once per machine, into a directory of the cache that is named by its
 * manifest's hash; a plain path is used where it lies.
 *
 * <p>Any number of threads and JVMs may ask at once: one fetches, under a lock that the operating
 * system takes back from a process that dies, the others wait and use what it left. A file appears
 * under its name whole and checked, in one move.
 */
public final class BundleStore {
  private static final Predicate<String> REMOTE =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*").asMatchPredicate();

  private final Path cache;
  private final HadoopFiles files;

  /**
   * One with a cache of its own.
   *
   * @param files whence remote ones come
   */
  public BundleStore(Path cache, HadoopFiles files) {
    this.cache = cache;
    this.files = files;
  }

  /** This machine's, under {@code $PROSPECTOR_CACHE}. */
  public static BundleStore ofMachine(HadoopFiles files) {
    return new BundleStore(CacheDirectory.ofMachine(), files);
  }

  /**
   * A number that takes long to find and that this machine keeps for later processes.
   *
   * @param kind a directory of the cache
   * @param situation what it depends on
   */
  public int remembered(String kind, String situation, IntSupplier find) {
    Path file = cache.resolve(kind).resolve(Checksums.of(situation.getBytes(UTF_8)) + ".txt");
    try {
      return MachineLock.holding(
          file,
          () -> {
            if (Files.isRegularFile(file)) {
              return Integer.parseInt(Files.readAllLines(file).get(0));
            }
            int found = find.getAsInt();
            WholeFile.write(file, (found + "\n" + situation).getBytes(UTF_8));
            return found;
          });
    } catch (IOException e) {
      throw RemoteBundle.notKept(file, e);
    }
  }

  /** Whether a bundle has to be fetched before its files can be read. */
  public static boolean isRemote(String reference) {
    return REMOTE.test(reference);
  }

  /**
   * The directory that holds a bundle. Every file that the manifest lists has been hashed on this
   * machine since it last changed, as size and modification time tell.
   *
   * @param reference a directory's path, or a URI of one
   * @param manifest the name of its manifest, such as {@code bundle.json}
   * @throws IllegalArgumentException if there is no such bundle, it can't be read or kept, or a
   *     file is not what the manifest says
   */
  public Path fetch(String reference, String manifest) {
    return fetch(reference, manifest, file -> true);
  }

  /**
   * The same for some of the files: a manifest says what a driver needs to know of gigabytes.
   *
   * @param wanted which; the directory may lack the others
   */
  Path fetch(String reference, String manifest, Predicate<String> wanted) {
    if (!isRemote(reference)) {
      return inPlace(Path.of(reference), manifest, wanted);
    }
    RemoteBundle bundle = new RemoteBundle(reference, files);
    byte[] json = bundle.manifest(manifest);
    String hash = Checksums.of(json);
    Map<String, String> sha256 = Manifest.parse(reference + "/" + manifest, json).sha256();
    sha256.keySet().removeIf(wanted.negate());
    Path directory = cache.resolve(bundle.name() + "-" + hash.substring(0, 16));
    try {
      return MachineLock.holding(
          directory,
          () -> {
            complete(directory, sha256, bundle);
            WholeFile.write(directory.resolve(manifest), json);
            return directory;
          });
    } catch (IOException e) {
      throw RemoteBundle.notKept(directory, e);
    }
  }

  private static void complete(Path directory, Map<String, String> sha256, RemoteBundle bundle)
      throws IOException {
    Files.createDirectories(directory);
    VerifiedFiles verified = VerifiedFiles.of(directory, directory.resolve(".verified"));
    Map<String, String> missing = verified.unknown(sha256);
    bundle.requireSpace(directory, missing.keySet());
    for (Map.Entry<String, String> file : missing.entrySet()) {
      bundle.copy(file.getKey(), file.getValue(), directory.resolve(file.getKey()));
      verified.add(file.getKey(), file.getValue());
    }
  }

  private Path inPlace(Path directory, String manifest, Predicate<String> wanted) {
    Path file = directory.resolve(manifest);
    byte[] json;
    try {
      json = InputFiles.bytes(file, InputLimit.MANIFEST);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file, expected a manifest in JSON", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: can't be read (%s)".formatted(file, InputFiles.firstLine(e)), e);
    }
    Map<String, String> sha256 = Manifest.parse(file.toString(), json).sha256();
    sha256.keySet().removeIf(wanted.negate());
    Path place = directory.toAbsolutePath().normalize();
    String name = Checksums.of((place + "\n" + Checksums.of(json)).getBytes(UTF_8));
    Path record = cache.resolve("verified").resolve(name);
    try {
      return MachineLock.holding(
          record,
          () -> {
            VerifiedFiles verified = VerifiedFiles.of(directory, record);
            for (Map.Entry<String, String> one : verified.unknown(sha256).entrySet()) {
              Checksums.verify(directory, Map.of(one.getKey(), one.getValue()));
              verified.add(one.getKey(), one.getValue());
            }
            return directory;
          });
    } catch (IOException e) {
      throw RemoteBundle.notKept(record, e);
    }
  }
}
