package dev.prospector.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
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
   * A whole page, of which nothing is fetched and no script runs but ours, known by its hash.
   *
   * @param body the resource of its body
   * @param contents for it; its {@code title} is the page's too
   */
  static String page(String body, Map<String, Object> contents) {
    String script = resource("page.js");
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("title", contents.get("title"));
    frame.put("css", resource("page.css"));
    frame.put("hash", "sha256-" + Base64.getEncoder().encodeToString(sha256(script)));
    frame.put("script", script);
    frame.put("body", fill(resource(body), contents));
    return fill(resource("page.html"), frame);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
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
