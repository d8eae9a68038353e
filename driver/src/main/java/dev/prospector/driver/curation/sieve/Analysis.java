package dev.prospector.driver.curation.sieve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Spark says of expressions, in one sentence. */
public final class Analysis {
  private static final Pattern UNKNOWN =
      Pattern.compile("\\[(?:UNRESOLVED_COLUMN|FIELD_NOT_FOUND)[^]]*] (.*)", Pattern.DOTALL);

  private Analysis() {}

  public static String sentence(Exception refused) {
    // Behind it stands the plan, over many lines.
    String said = String.valueOf(refused.getMessage()).split(";\n", 2)[0];
    String message = said.replaceAll("\\s+", " ").strip();
    Matcher unknown = UNKNOWN.matcher(message);
    String sentence =
        unknown.matches() ? unknown.group(1) : message.replaceFirst("^\\[[A-Z_.]+] ", "");
    return sentence
        .replaceFirst(" *SQLSTATE: \\w+.*$", "")
        .replaceFirst("; line \\d+ pos \\d+.*$", "")
        .replaceFirst(" *== SQL.*$", "");
  }
}
