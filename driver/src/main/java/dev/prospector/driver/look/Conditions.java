package dev.prospector.driver.look;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prospector.driver.search.SearchTarget;
import dev.prospector.driver.secret.Redaction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Under what a model draws and a verifier judges, by names: what a look model holds for. */
public final class Conditions {
  private static final List<String> KEYS =
      List.of("height", "width", "strength", "sampler", "sampler-options", "steps", "guidance");

  private static final String VERIFIER = "verifier";

  private static final String VERIFIER_OPTIONS = "verifier-options";

  private Conditions() {}

  /**
   * Those of a search: of its images, and of what judges them.
   *
   * @param configuration with every default taken, as {@code run.json} has it
   * @param bundle the model's name
   * @param sha256 of its files, by their names
   */
  public static SortedMap<String, String> of(
      JsonNode configuration, String bundle, Map<String, String> sha256) {
    SortedMap<String, String> conditions = ofImages(configuration, bundle, sha256);
    conditions.put(VERIFIER, configuration.path(VERIFIER).asText());
    List<String> searched = SearchTarget.parse(configuration.path(VERIFIER).asText()).verifiers();
    configuration
        .path(VERIFIER_OPTIONS)
        .fields()
        .forEachRemaining(
            option -> {
              String name = VERIFIER_OPTIONS + "." + option.getKey();
              // What is secret says how to reach a verifier, and not what it says.
              boolean secret = new Redaction().hides(name, option.getValue().asText());
              if (!secret && searched.contains(option.getKey().replaceFirst("\\..*", ""))) {
                conditions.put(name, option.getValue().asText());
              }
            });
    return conditions;
  }

  /** Those of a search's images alone, with the same parameters. */
  public static SortedMap<String, String> ofImages(
      JsonNode configuration, String bundle, Map<String, String> sha256) {
    SortedMap<String, String> conditions = new TreeMap<>();
    conditions.put("bundle", bundle);
    sha256.forEach((file, hash) -> conditions.put("sha256 of the bundle's " + file, hash));
    for (String key : KEYS) {
      JsonNode value = configuration.path(key);
      if (!value.isMissingNode() && !(value.isObject() && value.isEmpty())) {
        conditions.put(key, value.isTextual() ? value.asText() : value.toString());
      }
    }
    return conditions;
  }

  /** How the one differ from the others, in the middle of a sentence; empty if they don't. */
  public static Optional<String> difference(
      SortedMap<String, String> trained, SortedMap<String, String> now) {
    TreeSet<String> names = new TreeSet<>(trained.keySet());
    names.addAll(now.keySet());
    names.removeIf(name -> trained.getOrDefault(name, "").equals(now.getOrDefault(name, "")));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            names.stream()
                .map(
                    name ->
                        "%s %s and not %s"
                            .formatted(
                                name,
                                trained.getOrDefault(name, "none"),
                                now.getOrDefault(name, "none")))
                .collect(joining(", ")));
  }
}
