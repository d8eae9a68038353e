package dev.prospector.driver.secret;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Settings that a run recorded, with what {@link Redaction} put in place of variables put back, as
 * far as the environment has them.
 *
 * @param resolved all of them; what is secret is still left out
 * @param withheld those that are not whole, by their names, and why in the end of a sentence
 * @param variables what the environment says now, by the names that were recorded
 */
public record RecordedSettings(
    ObjectNode resolved, SortedMap<String, String> withheld, SortedMap<String, String> variables) {

  /** The key under which the variables' names stand: only they are looked for in texts. */
  private static final String ENVIRONMENT = "environment";

  /** Records among settings which variables they refer to, if they do. */
  public static void mark(ObjectNode settings, Set<String> variables) {
    String text = settings.toString();
    ArrayNode used = JsonNodeFactory.instance.arrayNode();
    variables.stream().filter(name -> text.contains(Redaction.reference(name))).forEach(used::add);
    if (!used.isEmpty()) {
      settings.set(ENVIRONMENT, used);
    }
  }

  /** Reads what a run recorded. */
  public static RecordedSettings of(JsonNode recorded) {
    SortedMap<String, String> variables = new TreeMap<>();
    Set<String> missing = new TreeSet<>();
    for (JsonNode name : recorded.path(ENVIRONMENT)) {
      String found = System.getenv(name.asText());
      if (found == null) {
        missing.add(name.asText());
      } else {
        variables.put(name.asText(), found);
      }
    }
    ObjectNode resolved = (ObjectNode) resolve(recorded, variables);
    resolved.remove(ENVIRONMENT);
    SortedMap<String, String> withheld = new TreeMap<>();
    withhold("", resolved, missing, withheld);
    return new RecordedSettings(resolved, withheld, variables);
  }

  private static JsonNode resolve(JsonNode node, Map<String, String> variables) {
    if (node instanceof ObjectNode object) {
      ObjectNode resolved = JsonNodeFactory.instance.objectNode();
      object
          .fields()
          .forEachRemaining(
              field -> resolved.set(field.getKey(), resolve(field.getValue(), variables)));
      return resolved;
    }
    String text = node.textValue();
    if (text == null) {
      return node;
    }
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      text = text.replace(Redaction.reference(variable.getKey()), variable.getValue());
    }
    return TextNode.valueOf(text);
  }

  private static void withhold(
      String name, JsonNode node, Set<String> missing, Map<String, String> withheld) {
    if (node instanceof ObjectNode object) {
      String prefix = name.isEmpty() ? "" : name + ".";
      object
          .fields()
          .forEachRemaining(
              field -> withhold(prefix + field.getKey(), field.getValue(), missing, withheld));
    } else if (node.asText().contains(Redaction.WORD)) {
      withheld.put(name, "was not recorded, since it is secret");
    } else {
      missing.stream()
          .filter(variable -> node.asText().contains(Redaction.reference(variable)))
          .forEach(
              variable ->
                  withheld.put(
                      name,
                      "came from the environment's %s, which is not set".formatted(variable)));
    }
  }

  /** Those that are whole. */
  public ObjectNode settings() {
    ObjectNode settings = resolved.deepCopy();
    settings.remove(withheld.keySet());
    settings
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue() instanceof ObjectNode options) {
                options.retain(
                    names(options).stream()
                        .filter(option -> !withheld.containsKey(field.getKey() + "." + option))
                        .toList());
              }
            });
    return settings;
  }

  private static Set<String> names(ObjectNode options) {
    Set<String> names = new TreeSet<>();
    options.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The variables to which some of the recorded settings refer. */
  public List<String> variablesOf(Set<String> keys, JsonNode recorded) {
    String texts = keys.stream().map(key -> recorded.path(key).toString()).collect(joining());
    return variables.keySet().stream()
        .filter(name -> texts.contains(Redaction.reference(name)))
        .toList();
  }

  /** Has the variables' values kept out of what is written now, as they were then. */
  public void teach(Redaction redaction) {
    variables.forEach(redaction::learnVariable);
  }
}
