package dev.prospector.jobs.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a stream of UTF-8. Malformed bytes are reported with their line and offset and read
 * on as U+FFFD, so that one pass finds every problem. A byte order mark at the start is left out.
 */
final class Utf8Lines {
  private final InputStream in;
  private final PromptIntake intake;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private String unread;
  private long number;
  private long offset;
  private boolean wasMalformed;

  Utf8Lines(InputStream in, PromptIntake intake) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.intake = intake;
  }

  /** The line that {@link #next} returned last, from 1. */
  long number() {
    return number;
  }

  /** The next line without its line feed, or null at the end. */
  String next() throws IOException {
    if (unread != null) {
      String line = unread;
      unread = null;
      number++;
      return line;
    }
    bytes.reset();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    number++;
    while (next >= 0 && next != '\n') {
      if (bytes.size() == PromptIntake.LONGEST) {
        intake.problem(number, "is longer than 1 MiB, expected lines of text");
        intake.finish();
      }
      bytes.write(next);
      next = in.read();
    }
    String line = decode(ByteBuffer.wrap(bytes.toByteArray()));
    offset += bytes.size() + 1L;
    return number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  /** Gives back the line that {@link #next} returned last: it will return it once more. */
  void unread(String line) {
    unread = line;
    number--;
  }

  private String decode(ByteBuffer line) {
    CharBuffer text = CharBuffer.allocate(line.remaining());
    decoder.reset().onMalformedInput(CodingErrorAction.REPORT);
    if (decoder.decode(line, text, true).isError()) {
      String remedy = "; if it is Latin-1, 'iconv -f ISO-8859-1 -t UTF-8' rewrites it";
      intake.problem(
          number,
          "byte 0x%02X at offset %d is not UTF-8, expected UTF-8 text%s"
              .formatted(
                  line.get(line.position()), offset + line.position(), wasMalformed ? "" : remedy));
      wasMalformed = true;
      decoder.reset().onMalformedInput(CodingErrorAction.REPLACE);
      decoder.decode(line.rewind(), text.clear(), true);
    }
    return text.flip().toString();
  }

  /** The lines that are left as one stream of characters. */
  Reader reader() {
    return new Reader() {
      private String line = "";
      private int at;

      @Override
      public int read(char[] buffer, int start, int length) throws IOException {
        while (at == line.length()) {
          String next = Utf8Lines.this.next();
          if (next == null) {
            return -1;
          }
          line = next + '\n';
          at = 0;
        }
        int count = Math.min(length, line.length() - at);
        line.getChars(at, at + count, buffer, start);
        at += count;
        return count;
      }

      @Override
      public void close() {}
    };
  }
}
