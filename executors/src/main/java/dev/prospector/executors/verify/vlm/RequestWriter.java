package dev.prospector.executors.verify.vlm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;

/** Writes chat requests. The same question gives the same bytes. */
record RequestWriter(GraderOptions options) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The body of the request, JSON. */
  String write(Question question) {
    ObjectNode request = JSON.createObjectNode();
    request.put("model", options.model()).put("temperature", 0).put("seed", 0);
    ObjectNode format = request.putObject("response_format").put("type", "json_schema");
    ObjectNode named = format.putObject("json_schema").put("name", "grade").put("strict", true);
    named.set("schema", options.format().schema());
    String rubric = options.rubric().text().orElseThrow().strip();
    ArrayNode messages = request.putArray("messages");
    messages
        .addObject()
        .put("role", "system")
        .put("content", rubric + "\n\n" + options.format().instruction());
    ArrayNode parts = messages.addObject().put("role", "user").putArray("content");
    parts.addObject().put("type", "text").put("text", "The prompt:\n" + question.prompt());
    parts
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(question.png()));
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
    }
  }
}
