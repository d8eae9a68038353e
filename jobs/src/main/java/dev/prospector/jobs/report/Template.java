package dev.prospector.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with places written {@code {{name}}}, beside this class's resources. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private Template() {}

  /** The resource's text. */
  static String resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream("/report/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no report/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fills every place once; what is filled in is not looked at again.
   *
   * @throws IllegalArgumentException if a place has no content
   */
  static String fill(String template, Map<String, Object> contents) {
    Matcher place = PLACE.matcher(template);
    StringBuilder page = new StringBuilder();
    while (place.find()) {
      Object content = contents.get(place.group(1));
      if (content == null) {
        throw new IllegalArgumentException("nothing to put at {{" + place.group(1) + "}}");
      }
      place.appendReplacement(page, Matcher.quoteReplacement(content.toString()));
    }
    return place.appendTail(page).toString();
  }
}
