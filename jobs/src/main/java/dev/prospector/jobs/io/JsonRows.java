package dev.prospector.jobs.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the rows of a whole JSON document are: people have arrays, arrays in an object beside other
 * things, and objects by their names.
 *
 * @param columns which columns hold prompts and names
 */
record JsonRows(PromptColumns columns) {
  private static final String ID = "id";

  /** The document's rows; the document itself if it is one row, or nothing that is known. */
  Iterable<JsonNode> of(JsonNode document) {
    if (document.isArray()) {
      return document;
    }
    if (!document.isObject() || (isRow(document) && document.size() > 1)) {
      return List.of(document);
    }
    List<JsonNode> values = new ArrayList<>();
    document.elements().forEachRemaining(values::add);
    List<JsonNode> arrays = values.stream().filter(JsonNode::isArray).toList();
    List<JsonNode> ofRows = arrays.stream().filter(array -> isRow(array.path(0))).toList();
    if (arrays.size() == 1 || ofRows.size() == 1) {
      return ofRows.size() == 1 ? ofRows.get(0) : arrays.get(0);
    }
    boolean named = !values.isEmpty() && values.stream().allMatch(this::isRow);
    return named ? byName(document) : List.of(document);
  }

  /** Makes what a dotted path names inside a row a column of it, unless one has that very name. */
  void lift(ObjectNode row) {
    String path = columns.prompt().filter(name -> name.contains(".")).orElse("");
    if (path.isEmpty() || row.has(path)) {
      return;
    }
    JsonNode found = row;
    for (String key : path.split("\\.", -1)) {
      found = found.isNull() ? found : found.path(key);
    }
    if (!found.isMissingNode()) {
      row.set(path, found);
    }
  }

  private boolean isRow(JsonNode node) {
    return node.isObject() && columns.promptIn(names(node)).isPresent();
  }

  /** Each has its name in the document for an id, unless it has one of its own. */
  private List<JsonNode> byName(JsonNode document) {
    List<JsonNode> rows = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : document.properties()) {
      ObjectNode row = entry.getValue().deepCopy();
      if (columns.idIn(names(row)).isEmpty() && !row.has(ID)) {
        row.put(ID, entry.getKey());
      }
      rows.add(row);
    }
    return rows;
  }

  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
