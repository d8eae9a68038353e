package dev.prospector.executors.verify.vlm;

import dev.prospector.executors.settings.Options;
import dev.prospector.executors.settings.Setting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * What the user may set.
 *
 * @param endpoint where {@code /chat/completions} is appended
 * @param keyEnv name of the environment variable that holds the API key
 */
record GraderOptions(
    @Setting(label = "URL", help = "Where the model answers: the URL before /chat/completions.")
        String endpoint,
    @Setting(label = "NAME", help = "The model, as its server calls it.") String model,
    Rubric rubric,
    AnswerFormat format,
    @Setting(
            by = "OPENAI_API_KEY",
            label = "VARIABLE",
            help =
                "The environment variable that holds the API key; the key itself is never recorded.")
        String keyEnv,
    CallLimits limits) {

  GraderOptions {
    endpoint = endpoint.strip();
    model = model.strip();
    keyEnv = keyEnv.strip();
    requireEndpoint(endpoint);
    requireVariable(keyEnv);
  }

  /**
   * Reads options, and the rubric's file if they name one. What {@link Options#of} makes of the
   * result is complete, and read to an equal one.
   *
   * @throws IllegalArgumentException if one is unknown, missing or wrong, or the rubric can't be
   *     read
   */
  static GraderOptions of(Map<String, String> options) {
    Options given = new Options("verifier '%s'".formatted(VlmGrader.NAME), options);
    GraderOptions read = given.read(GraderOptions.class);
    return new GraderOptions(
        read.endpoint, read.model, read.rubric.read(given), read.format, read.keyEnv, read.limits);
  }

  /** Where requests go. */
  URI completions() {
    return below("/chat/completions");
  }

  /** Lists what can be asked, with the same key. */
  URI models() {
    return below("/models");
  }

  private URI below(String path) {
    return URI.create(endpoint.replaceAll("/+$", "") + path);
  }

  private static void requireEndpoint(String found) {
    try {
      URI uri = new URI(found);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (web && bare && uri.getHost() != null && !uri.getPath().contains("/chat/completions")) {
        return;
      }
    } catch (URISyntaxException e) {
      // Falls through to the message.
    }
    throw new IllegalArgumentException(
        ("endpoint was %s, expected the URL before /chat/completions, such as"
                + " http://localhost:8000/v1, http or https, without user, query or fragment")
            .formatted(found));
  }

  private static void requireVariable(String found) {
    if (!found.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      // Whoever writes the key itself here should not find it in a log.
      throw new IllegalArgumentException(
          ("key-env was %d characters (not shown, lest they are the key), expected the name of an"
                  + " environment variable, such as OPENAI_API_KEY")
              .formatted(found.length()));
    }
  }
}
