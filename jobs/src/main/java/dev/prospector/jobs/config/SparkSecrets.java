package dev.prospector.jobs.config;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.secret.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secret settings of Spark that stand elsewhere: in a variable of the environment, {@code
 * env:NAME}, or in a file, {@code file:PATH}. The process list then shows neither, and a run can
 * record where they are found.
 */
public final class SparkSecrets {
  private static final String FILE = "file:";
  private static final int LONGEST = 1 << 16;

  private SparkSecrets() {}

  /**
   * Settings with what they refer to in its place.
   *
   * @param settings of Spark, by their full names
   * @throws InvalidInputException naming every setting whose variable or file is not there
   */
  public static Map<String, String> resolve(Map<String, String> settings) {
    Redaction rule = new Redaction();
    rule.learn(settings);
    Problems problems = new Problems();
    Map<String, String> resolved = new TreeMap<>();
    settings.forEach(
        (name, value) ->
            resolved.put(name, rule.refers(name, value) ? found(name, value, problems) : value));
    problems.throwIfAny();
    return resolved;
  }

  private static String found(String name, String value, Problems problems) {
    String place = value.substring(value.indexOf(':') + 1);
    if (value.startsWith(FILE)) {
      return content(name, place, problems);
    }
    String found = System.getenv(place);
    if (found == null) {
      problems.wrong(name, value, "the name of a variable that is set");
      return "";
    }
    return found;
  }

  private static String content(String name, String place, Problems problems) {
    try {
      Path path = Path.of(place.replaceFirst("^//+", "/"));
      if (Files.isRegularFile(path) && Files.size(path) <= LONGEST) {
        return Files.readString(path, StandardCharsets.UTF_8).strip();
      }
    } catch (IOException | InvalidPathException e) {
      // Whatever stands in the way, the message is the same.
    }
    problems.wrong(
        name, FILE + place, "a file of text that can be read and holds the secret alone");
    return "";
  }
}
