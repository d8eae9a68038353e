package dev.prospector.executors.input;

/**
 * How deep a text in JSON or HOCON goes. Their reader calls itself for every brace, bracket and dot
 * of a key, and would run out of stack.
 */
public final class Nesting {
  private final String text;
  private int at;
  private int line = 1;
  private int depth;

  /** Dots since the key began. */
  private int dots;

  private Nesting(String text) {
    this.text = text;
  }

  /**
   * Refuses what goes deeper than {@link InputLimit#DEPTH}.
   *
   * @throws IllegalArgumentException that names the line
   */
  public static void require(String text) {
    Nesting nesting = new Nesting(text);
    while (nesting.at < text.length()) {
      nesting.step();
      if (nesting.depth > InputLimit.DEPTH || nesting.dots > InputLimit.DEPTH) {
        throw new IllegalArgumentException(
            "line %d: is nested deeper than %d levels, the most that is read"
                .formatted(nesting.line, InputLimit.DEPTH));
      }
    }
  }

  private void step() {
    char next = text.charAt(at);
    if (next == '"') {
      skipQuoted();
      return;
    }
    if (next == '#' || text.startsWith("//", at)) {
      skipTo("\n", at);
      return;
    }
    at++;
    switch (next) {
      case '{', '[' -> open();
      case '}', ']' -> {
        depth = Math.max(0, depth - 1);
        dots = 0;
      }
      case '.' -> dots++;
      case '\n' -> {
        line++;
        dots = 0;
      }
      case ',', '=', ':' -> dots = 0;
      default -> {}
    }
  }

  private void open() {
    depth++;
    dots = 0;
  }

  private void skipQuoted() {
    if (text.startsWith("\"\"\"", at)) {
      skipTo("\"\"\"", at + 3);
      at = Math.min(text.length(), at + 3);
      return;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at += at < text.length() && text.charAt(at) == '"' ? 1 : 0;
  }

  private void skipTo(String end, int from) {
    int found = text.indexOf(end, from);
    int next = found < 0 ? text.length() : found;
    line += (int) text.substring(at, next).chars().filter(c -> c == '\n').count();
    at = next;
  }
}
