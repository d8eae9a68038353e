package dev.prospector.executors.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads files of this machine that somebody hands in. What an {@link IOException} says is half a
 * sentence, for the caller to put behind the file's name.
 */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Refuses what is there and no file: a pipe or a device might never end.
   *
   * @throws IOException if it is a directory, a pipe or a device
   */
  public static void requireFile(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          Files.isDirectory(file)
              ? "it is a directory, expected a file"
              : "it is a pipe or a device, expected a file");
    }
  }

  /**
   * The whole of a file.
   *
   * @throws NoSuchFileException if it is not there
   * @throws IOException if it is no file, can't be read or is larger than its kind
   */
  public static byte[] bytes(Path file, InputLimit limit) throws IOException {
    requireFile(file);
    try (InputStream in = Files.newInputStream(file)) {
      return bytes(in, limit);
    }
  }

  /**
   * What is left of a stream.
   *
   * @throws IOException if it can't be read or is longer than its kind
   */
  public static byte[] bytes(InputStream in, InputLimit limit) throws IOException {
    byte[] bytes = in.readNBytes(limit.bytes() + 1);
    if (bytes.length > limit.bytes()) {
      throw limit.exceeded();
    }
    return bytes;
  }

  /**
   * Bytes as text.
   *
   * @throws IOException that names the line of what is not UTF-8
   */
  public static String text(byte[] utf8) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(utf8);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      return decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < bytes.position(); i++) {
        line += utf8[i] == '\n' ? 1 : 0;
      }
      throw new IOException("line %d is not UTF-8".formatted(line), e);
    }
  }

  /** The lines of a file in UTF-8. */
  public static List<String> lines(Path file, InputLimit limit) throws IOException {
    return text(bytes(file, limit)).lines().toList();
  }

  /** What an exception says, without a stack trace that came along. */
  public static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
