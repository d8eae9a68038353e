package dev.prospector.driver.secret;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Keeps secrets out of what is written and said. It learns values as settings are read, and puts
 * {@link #WORD} in their place, or the variable of the environment that a value came from, as
 * {@code ${NAME}}. What shows itself by its form it needs not learn: users in URIs, signatures,
 * assignments to secret names.
 *
 * <p>A setting is secret if its name matches {@code spark.redaction.regex} or has key, secret,
 * token, password, credential or auth in it, or if it is a variable of the executors' environment.
 * {@code true} and {@code false} never are. In running text a value of fewer than four characters
 * is not told from other text.
 *
 * <p>Safe for several threads.
 */
public final class Redaction {
  /** What stands for a secret; Spark's own word. */
  public static final String WORD = "*********(redacted)";

  private static final SecretNames BY_DEFAULT = new SecretNames(SecretNames.SPARK_DEFAULT);

  private static final int SHORTEST = 4;

  /** Messages cut what they quote; whoever sees so much of a secret has seen too much. */
  private static final int QUOTED = 59;

  private static final JsonStringEncoder JSON = JsonStringEncoder.getInstance();

  /** Settings whose values are names that Prospector knows; it refuses others. */
  private static final Set<String> NAMES =
      Set.of("algorithm", "verifier", "held-out", "sampler", "devices");

  /** What stands for values, the longest first, since one may begin with another. */
  private final Map<String, String> known =
      new TreeMap<>(
          Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));

  private final Set<String> variables = new TreeSet<>();
  private SecretNames names = BY_DEFAULT;
  private Pattern values = Pattern.compile("(?!)");

  /**
   * Learns Spark's settings.
   *
   * @param settings by their full names; {@code spark.redaction.regex} among them stands for its
   *     default from then on
   * @throws IllegalArgumentException if that is no regular expression
   */
  public synchronized void learn(Map<String, String> settings) {
    String regex = settings.get("spark.redaction.regex");
    if (regex != null) {
      names = new SecretNames(regex);
    }
    settings.forEach(this::learn);
  }

  /**
   * Learns a setting's value, and what of it is secret if it is a URI.
   *
   * @param name whole, such as {@code spark.hadoop.fs.s3a.secret.key}
   */
  public synchronized void learn(String name, String value) {
    if (hides(name, value)) {
      hide(value, WORD);
    }
    SecretPatterns.userInfos(value).forEach(user -> hide(user, WORD));
    SecretPatterns.signatures(value).forEach(signature -> hide(signature, WORD));
  }

  /** Learns a value that came from a variable of the environment. */
  public synchronized void learnVariable(String variable, String value) {
    if (variables.add(variable)) {
      String reference = reference(variable);
      known.remove(value);
      hide(value, reference);
    }
  }

  private void hide(String value, String instead) {
    if (value.length() >= SHORTEST && !isTruth(value)) {
      known.putIfAbsent(value, instead);
      // As servers echo it in messages of theirs.
      known.putIfAbsent(URLEncoder.encode(value, StandardCharsets.UTF_8), instead);
      known.putIfAbsent(new String(JSON.quoteAsString(value)), instead);
      if (value.length() > QUOTED) {
        known.putIfAbsent(value.substring(0, QUOTED), instead);
      }
      values =
          Pattern.compile(
              known.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|")));
    }
  }

  /** The variables that values came from. */
  public synchronized Set<String> variables() {
    return new TreeSet<>(variables);
  }

  /** A text without what shows itself by its form, where nobody has learnt anything. */
  public static String byForm(String text) {
    return SecretPatterns.hide(text, BY_DEFAULT);
  }

  /** A text for people without what they must not see; done twice it stays the same. */
  public synchronized String text(String text) {
    String shown =
        values
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(known.get(found.group())));
    return SecretPatterns.hide(shown, names);
  }

  /**
   * Settings as they may be written.
   *
   * @param settings texts, numbers, booleans, lists and maps by key; numbers stay as they are
   */
  public synchronized Map<String, Object> settings(Map<String, ?> settings) {
    Map<String, Object> shown = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> shown.put(key, NAMES.contains(key) ? value : value(key, value)));
    return shown;
  }

  private Object value(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new LinkedHashMap<>();
      map.forEach((key, one) -> shown.put(String.valueOf(key), value(name + "." + key, one)));
      return shown;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(one -> value(name, one)).toList();
    }
    return value instanceof String text ? setting(name, text) : value;
  }

  private String setting(String name, String text) {
    String instead = known.getOrDefault(text, WORD);
    if (!instead.equals(WORD)) {
      return instead; // A variable's name tells nothing, even where its value is secret.
    }
    return hides(name, text) ? WORD : text(text);
  }

  /**
   * Whether a setting of Spark says where its secret is found, {@code env:NAME} or {@code
   * file:PATH}, and not the secret itself. {@code spark.jars=file:/x.jar} is a URI, and so is what
   * a variable of the executors may hold whose name does not tell of a secret.
   */
  public synchronized boolean refers(String name, String value) {
    return names.refers(name, value);
  }

  /** Whether a setting's value is a secret that may not be seen. */
  public synchronized boolean hides(String name, String value) {
    return names.isSecret(name) && !isTruth(value) && !refers(name, value);
  }

  private static boolean isTruth(String text) {
    return text.equals("true") || text.equals("false");
  }

  /** What stands for the value of a variable. */
  static String reference(String variable) {
    return "${" + variable + "}";
  }
}
