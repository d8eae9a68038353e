package dev.prospector.executors.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** SHA-256 of files, in lower-case hexadecimal digits. */
public final class Checksums {
  private Checksums() {}

  /**
   * Holds the files of a directory against their hashes; files that are not named are ignored.
   *
   * @param sha256 64 lower-case hexadecimal digits by file name
   * @throws IllegalArgumentException at the first file that is missing or hashes to something else
   */
  public static void verify(Path directory, Map<String, String> sha256) {
    sha256.forEach(
        (name, expected) -> {
          Path file = directory.resolve(name);
          if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                "%s: no such file, expected one with sha256 %s".formatted(file, expected));
          }
          require(file.toString(), of(file), expected);
        });
  }

  /** The hash of a file's bytes. */
  public static String of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hash of what is left of a stream. */
  public static String of(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of some bytes. */
  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static void require(String file, String found, String expected) {
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "%s: sha256 %s, expected %s; the file is damaged or from another version"
              .formatted(file, found, expected));
    }
  }

  /** A hash to be fed bit by bit. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
