package dev.prospector.driver.provenance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Text in a PNG file (PNG specification, 3rd edition, 11.3.3): chunks tEXt for Latin-1 and iTXt for
 * anything else, uncompressed, as Pillow writes them. The pixels' chunks stay as they are.
 */
final class PngText {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** The signature, and the header's length, name, 13 bytes and checksum. */
  private static final int HEADER = 8 + 4 + 4 + 13 + 4;

  private PngText() {}

  /** The file with texts by their keywords, right after its header. */
  static byte[] add(byte[] png, Map<String, String> texts) {
    require(png);
    ByteArrayOutputStream file = new ByteArrayOutputStream(png.length + 1024);
    file.write(png, 0, HEADER);
    texts.forEach((keyword, text) -> file.writeBytes(chunk(keyword, text)));
    file.write(png, HEADER, png.length - HEADER);
    return file.toByteArray();
  }

  /** Width and height in pixels. */
  static String size(byte[] png) {
    require(png);
    ByteBuffer header = ByteBuffer.wrap(png);
    return header.getInt(16) + "x" + header.getInt(20);
  }

  /**
   * All texts by their keywords, those that are compressed excepted.
   *
   * @throws IllegalArgumentException if the bytes are no PNG file, or end within a chunk
   */
  static Map<String, String> read(byte[] png) {
    require(png);
    Map<String, String> texts = new LinkedHashMap<>();
    ByteBuffer chunks = ByteBuffer.wrap(png, SIGNATURE.length, png.length - SIGNATURE.length);
    try {
      for (String type = ""; !type.equals("IEND"); ) {
        int length = chunks.getInt();
        type = US_ASCII.decode(chunks.slice(chunks.position(), 4)).toString();
        ByteBuffer data = chunks.slice(chunks.position() + 4, length);
        if (type.equals("tEXt")) {
          texts.put(word(data), ISO_8859_1.decode(data).toString());
        } else if (type.equals("iTXt")) {
          international(data, texts);
        }
        chunks.position(chunks.position() + 4 + length + 4);
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException("a PNG file that ends within a chunk", e);
    }
    return texts;
  }

  private static void international(ByteBuffer data, Map<String, String> texts) {
    String keyword = word(data);
    boolean compressed = data.get() != 0;
    data.get(); // The method of compression.
    word(data); // The language.
    word(data); // The keyword in that language.
    if (!compressed) {
      texts.put(keyword, UTF_8.decode(data).toString());
    }
  }

  /** What stands before the next byte 0, which is passed too. */
  private static String word(ByteBuffer data) {
    int from = data.position();
    while (data.get() != 0) {}
    return ISO_8859_1.decode(data.slice(from, data.position() - 1 - from)).toString();
  }

  private static byte[] chunk(String keyword, String text) {
    boolean latin = ISO_8859_1.newEncoder().canEncode(text) && text.indexOf('\0') < 0;
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    named.writeBytes((latin ? "tEXt" : "iTXt").getBytes(US_ASCII));
    named.writeBytes(keyword.getBytes(ISO_8859_1));
    named.writeBytes(new byte[latin ? 1 : 5]);
    named.writeBytes(text.getBytes(latin ? ISO_8859_1 : UTF_8));
    CRC32 checksum = new CRC32();
    checksum.update(named.toByteArray());
    return ByteBuffer.allocate(named.size() + 8)
        .putInt(named.size() - 4)
        .put(named.toByteArray())
        .putInt((int) checksum.getValue())
        .array();
  }

  private static void require(byte[] png) {
    if (png.length < HEADER
        || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw new IllegalArgumentException(png.length + " bytes that are no PNG file");
    }
  }
}
