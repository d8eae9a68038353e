package dev.prospector.executors.verify.vlm;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the user may set.
 *
 * @param endpoint where {@code /chat/completions} is appended
 * @param rubric its text
 * @param keyEnv name of the environment variable that holds the API key
 * @param concurrency calls at once, per open verifier
 * @param maxCalls per process, retries included
 * @param timeout for one call, until the last byte of its answer
 * @param attempts calls per image, 1 for no retry
 * @param backoff wait before the first retry; each further one doubles it
 */
record GraderOptions(
    URI endpoint,
    String model,
    String rubric,
    String keyEnv,
    int concurrency,
    int maxCalls,
    Duration timeout,
    int attempts,
    Duration backoff,
    AnswerFormat format) {

  private static final String ENDPOINT = "endpoint";
  private static final String MODEL = "model";
  private static final String RUBRIC = "rubric";
  private static final String RUBRIC_TEXT = "rubric-text";
  private static final String KEY_ENV = "key-env";
  private static final String SCORE_KEY = "score-key";
  static final String MAX_CALLS = "max-calls";

  /** By option; empty where there is none. */
  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(ENDPOINT, ""),
              Map.entry(MODEL, ""),
              Map.entry(RUBRIC, ""),
              Map.entry(RUBRIC_TEXT, ""),
              Map.entry(KEY_ENV, "OPENAI_API_KEY"),
              Map.entry("concurrency", "8"),
              Map.entry(MAX_CALLS, "100000"),
              Map.entry("timeout-seconds", "120"),
              Map.entry("attempts", "5"),
              Map.entry("backoff-seconds", "1"),
              Map.entry(SCORE_KEY, "overall"),
              Map.entry("keys", String.join(",", AnswerFormat.AXES)),
              Map.entry("min", "0"),
              Map.entry("max", "100")));

  /**
   * Fills in defaults and the rubric's text; what is complete stays as it is.
   *
   * @throws IllegalArgumentException if an option is unknown or the rubric can't be read
   */
  static Map<String, String> complete(Map<String, String> options) {
    for (String key : options.keySet()) {
      if (!DEFAULTS.containsKey(key)) {
        throw new IllegalArgumentException(
            "verifier '%s' has no option '%s'; it has %s"
                .formatted(VlmGrader.NAME, key, String.join(", ", DEFAULTS.keySet())));
      }
    }
    Map<String, String> complete = new TreeMap<>(options);
    DEFAULTS.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            complete.putIfAbsent(key, value);
          }
        });
    String file = complete.remove(RUBRIC);
    if (file != null && complete.containsKey(RUBRIC_TEXT)) {
      throw OptionReader.wrong(RUBRIC, file, "one of " + RUBRIC + " and " + RUBRIC_TEXT);
    }
    if (file != null) {
      complete.put(RUBRIC_TEXT, Rubric.read(RUBRIC, file));
    }
    complete.computeIfAbsent(RUBRIC_TEXT, key -> Rubric.byDefault());
    return complete;
  }

  /**
   * Reads complete options.
   *
   * @throws IllegalArgumentException if one is missing or wrong
   */
  static GraderOptions of(Map<String, String> complete) {
    OptionReader reader = new OptionReader(complete);
    return new GraderOptions(
        endpoint(complete.get(ENDPOINT)),
        reader.text(MODEL),
        reader.text(RUBRIC_TEXT),
        variable(reader.text(KEY_ENV)),
        reader.whole("concurrency", 1, 256),
        reader.whole(MAX_CALLS, 1, 1_000_000_000),
        reader.seconds("timeout-seconds", "0.001", "86400"),
        reader.whole("attempts", 1, 100),
        reader.seconds("backoff-seconds", "0", "60"),
        format(reader));
  }

  /** Where requests go. */
  URI completions() {
    return URI.create(endpoint.toString().replaceAll("/+$", "") + "/chat/completions");
  }

  private static URI endpoint(String found) {
    String expected =
        "the URL before /chat/completions, such as http://localhost:8000/v1, http or https, without"
            + " user, query or fragment";
    try {
      URI uri = new URI(found == null ? "" : found.strip());
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      boolean bare =
          uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (web && bare && uri.getHost() != null && !uri.getPath().contains("/chat/completions")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to the message.
    }
    throw OptionReader.wrong(ENDPOINT, found, expected);
  }

  private static String variable(String found) {
    if (!found.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      // Whoever writes the key itself here should not find it in a log.
      throw new IllegalArgumentException(
          ("verifier option '%s.%s': found %d characters (not shown, lest they are the key),"
                  + " expected the name of an environment variable, such as OPENAI_API_KEY")
              .formatted(VlmGrader.NAME, KEY_ENV, found.length()));
    }
    return found;
  }

  private static AnswerFormat format(OptionReader reader) {
    double largest = 1e9;
    double least = reader.decimal("min", -largest, largest, "a number from -1e9 to 1e9");
    double most = reader.decimal("max", -largest, largest, "a number from -1e9 to 1e9");
    AnswerFormat format =
        new AnswerFormat(reader.names("keys"), reader.text(SCORE_KEY), least, most);
    if (least >= most) {
      throw OptionReader.wrong("max", reader.text("max"), "more than min, " + reader.text("min"));
    }
    if (!format.keys().contains(format.scoreKey())) {
      throw OptionReader.wrong(
          SCORE_KEY, format.scoreKey(), "one of keys: " + String.join(", ", format.keys()));
    }
    return format;
  }
}
