package dev.prospector.jobs.fuzz;

import static dev.prospector.jobs.fuzz.ByteMutations.one;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prospector.executors.candidate.NoiseLineage.Op;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lineages as they are typed. */
class LineageFuzzTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Test
  void lineagesEndWellOrAreRefused() throws IOException {
    Fuzz.files(
        "lineage",
        (random, directory) ->
            List.of(
                "noise",
                "--shape=2,3",
                "--out=" + directory.resolve("out"),
                "--lineage=" + lineage(random)));
  }

  /** Steps of any kind, as they should be or nearly so. */
  static String lineage(SplittableRandom random) throws IOException {
    ArrayNode steps = NODES.arrayNode();
    for (int i = random.nextInt(1, one(random, List.of(3, 8, 200))); i > 0; i--) {
      steps.add(step(random, steps.size()));
    }
    return random.nextInt(3) == 0
        ? steps.toString()
        : new String(JsonMutations.edited(random, steps.toString()), UTF_8);
  }

  private static ObjectNode step(SplittableRandom random, int place) {
    Op op = place == 0 ? Op.FRESH : one(random, List.of(Op.values()));
    ObjectNode step = NODES.objectNode();
    step.put("op", op.name().toLowerCase(Locale.ROOT));
    step.put("seed", random.nextLong(1L << 32));
    if (op.takesNumber()) {
      step.put("number", random.nextDouble());
    }
    if (op.parents() > 1 || random.nextInt(10) == 0) {
      ArrayNode parents = step.putArray("parents");
      for (int i = 0; i < op.parents(); i++) {
        parents.add(random.nextInt(place + 1));
      }
    }
    return step;
  }
}
