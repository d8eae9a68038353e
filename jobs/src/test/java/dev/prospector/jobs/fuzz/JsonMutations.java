package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** JSON that still parses, mostly, and says other things than its reader expects. */
final class JsonMutations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String TWIN = "the twin of ";

  private JsonMutations() {}

  /** A document after a few edits of its tree; of some its bytes are damaged too. */
  static byte[] edited(SplittableRandom random, String json) throws IOException {
    JsonNode root = JSON.readTree(json);
    int edits = random.nextBoolean() ? 1 : 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      List<JsonNode> inner = new ArrayList<>();
      collect(root, inner);
      if (!inner.isEmpty()) {
        edit(random, one(random, inner));
      }
    }
    if (random.nextInt(50) == 0) {
      root = value(random, root);
    }
    byte[] text = JSON.writeValueAsString(root).replace(TWIN, "").getBytes(UTF_8);
    return random.nextInt(4) == 0 ? ByteMutations.edited(random, List.of(text)) : text;
  }

  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node instanceof ContainerNode && !node.isEmpty()) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }

  private static void edit(SplittableRandom random, JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String key = one(random, keys);
      switch (random.nextInt(7)) {
        case 0 -> object.remove(key);
        case 1 -> object.set(ByteMutations.token(random), object.remove(key));
        case 2 -> object.set(TWIN + key, value(random, object.get(key)));
        case 3 -> object.set(key, object.get(one(random, keys)).deepCopy());
        default -> object.set(key, value(random, object.get(key)));
      }
    } else if (node instanceof ArrayNode array) {
      int at = random.nextInt(array.size());
      switch (random.nextInt(5)) {
        case 0 -> array.remove(at);
        case 1 -> array.insert(at, array.get(random.nextInt(array.size())).deepCopy());
        default -> array.set(at, value(random, array.get(at)));
      }
    }
  }

  /** What may stand where something else stood. */
  private static JsonNode value(SplittableRandom random, JsonNode was) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> number(random);
      case 3, 4 -> NODES.textNode(text(random));
      case 5 -> random.nextBoolean() ? NODES.nullNode() : NODES.booleanNode(random.nextBoolean());
      case 6 -> random.nextBoolean() ? NODES.arrayNode() : NODES.objectNode();
      default -> nested(was, one(random, List.of(1, 2, 50, 99, 101, 500)));
    };
  }

  static String text(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> String.valueOf((char) random.nextInt(Character.MAX_VALUE));
      case 2 -> "x".repeat(one(random, List.of(255, 256, 65_537, 500_000)));
      default -> ByteMutations.token(random);
    };
  }

  static JsonNode number(SplittableRandom random) {
    return one(
        random,
        List.of(
            NODES.numberNode(0),
            NODES.numberNode(-1),
            NODES.numberNode(1),
            NODES.numberNode(0.5),
            NODES.numberNode(-0.0),
            NODES.numberNode(Integer.MAX_VALUE),
            NODES.numberNode(Integer.MIN_VALUE),
            NODES.numberNode(1L << 32),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.numberNode(Long.MIN_VALUE),
            NODES.numberNode(BigInteger.ONE.shiftLeft(64)),
            NODES.numberNode(BigInteger.TEN.pow(900)),
            NODES.numberNode(Double.MIN_VALUE),
            NODES.numberNode(Double.MAX_VALUE),
            NODES.numberNode(new BigDecimal("1E+400")),
            NODES.numberNode(new BigDecimal("1E-999999"))));
  }

  private static JsonNode nested(JsonNode value, int levels) {
    JsonNode nested = value == null ? NODES.nullNode() : value.deepCopy();
    for (int i = 0; i < levels; i++) {
      nested =
          i % 2 == 0
              ? NODES.arrayNode().add(nested)
              : NODES.objectNode().<JsonNode>set("a", nested);
    }
    return nested;
  }
}
