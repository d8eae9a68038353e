package dev.prospector.driver.curation.sieve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Spark says of expressions, in one sentence. */
public final class Analysis {
  private static final Pattern UNKNOWN =
      Pattern.compile("\\[(?:UNRESOLVED_COLUMN|FIELD_NOT_FOUND)[^]]*] (.*)", Pattern.DOTALL);

  private Analysis() {}

  public static String sentence(Exception refused) {
    String message = String.valueOf(refused.getMessage()).replaceAll("\\s+", " ").strip();
    Matcher unknown = UNKNOWN.matcher(message);
    String said = unknown.matches() ? unknown.group(1) : message.replaceFirst("^\\[[A-Z_.]+] ", "");
    return said.replaceFirst(" *SQLSTATE: \\w+.*$", "")
        .replaceFirst("; line \\d+ pos \\d+.*$", "")
        .replaceFirst(" *== SQL.*$", "");
  }
}
