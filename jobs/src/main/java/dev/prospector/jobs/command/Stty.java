package dev.prospector.jobs.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code stty} says of the terminal that one of this process's streams is. */
final class Stty {
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,5})\\s*");

  private Stty() {}

  /** The size of standard output's; nothing if it is none. */
  static String ofOutput() {
    ProcessBuilder stty = new ProcessBuilder("sh", "-c", "stty size <&1 >&2 2>/dev/null");
    return said(stty.redirectOutput(ProcessBuilder.Redirect.INHERIT), Process::getErrorStream);
  }

  /** The size of standard error's; nothing if it is none. */
  static String ofErrors() {
    ProcessBuilder stty = new ProcessBuilder("sh", "-c", "stty size <&2 2>/dev/null");
    return said(stty.redirectError(ProcessBuilder.Redirect.INHERIT), Process::getInputStream);
  }

  /** It looks at one stream, so that what it says comes by the other. */
  private static String said(ProcessBuilder stty, Function<Process, InputStream> other) {
    try {
      return new String(other.apply(stty.start()).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return ""; // There is no sh.
    }
  }

  /** The columns of a size; a terminal that was never told its own says 0, which is none. */
  static OptionalInt columns(String size) {
    Matcher said = SIZE.matcher(size);
    return said.matches() ? OptionalInt.of(Integer.parseInt(said.group(1))) : OptionalInt.empty();
  }
}
