package dev.prospector.jobs.curate;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.prospector.driver.curation.duplicate.Duplicates;
import dev.prospector.driver.curation.duplicate.Duplicates.Method;
import dev.prospector.driver.curation.duplicate.Duplicates.Prefer;
import dev.prospector.driver.curation.duplicate.PromptDuplicates;
import dev.prospector.driver.curation.fact.Features;
import dev.prospector.driver.curation.fact.ReferenceSet;
import dev.prospector.driver.curation.selection.Selection;
import dev.prospector.driver.input.Problems;
import dev.prospector.jobs.config.ConfigBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that say what is alike.
 *
 * @param keys of the file
 * @param problems takes what is wrong with them
 */
record AlikeBlocks(ConfigBlock keys, Problems problems) {

  /** {@code prompts = words}, or the similarity from which on prompts repeat each other. */
  Optional<PromptDuplicates> prompts() {
    Optional<String> given = keys.text("prompts");
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get().equals("words")) {
      return Optional.of(new PromptDuplicates(Optional.empty()));
    }
    return keys.number("prompts", 0, 1, "words, or a similarity such as 0.8")
        .flatMap(least -> keys.made(() -> new PromptDuplicates(Optional.of(least))));
  }

  /** {@code features = NAME}, or {@code { column = NAME }}. */
  Optional<Features> features() {
    return keys.either(
        "features",
        text -> keys.made(() -> Features.network(text)),
        block -> {
          Optional<Features> column = block.text("column").map(Features::column);
          block.requireNoOthers();
          return column;
        });
  }

  Optional<Duplicates> duplicates() {
    return keys.optionalBlock("duplicates")
        .flatMap(
            block -> {
              boolean exact = block.truth("exact", true);
              Optional<Integer> bits =
                  block
                      .number(
                          "bits",
                          0,
                          Duplicates.MOST_BITS,
                          "a number of bits from 0 to " + Duplicates.MOST_BITS)
                      .map(Double::intValue);
              Optional<Double> cosine = block.number("cosine", 0, 1, "a cosine from 0 to 1");
              Method method =
                  block.word(
                      "method", Map.of("exact", Method.EXACT, "lsh", Method.LSH), Method.EXACT);
              Prefer prefer =
                  block.word(
                      "prefer",
                      Map.of("earlier", Prefer.EARLIER, "score", Prefer.SCORE),
                      Prefer.EARLIER);
              List<ReferenceSet> against = against(block);
              block.requireNoOthers();
              return block.made(() -> new Duplicates(exact, bits, cosine, method, prefer, against));
            });
  }

  private List<ReferenceSet> against(ConfigBlock block) {
    List<ReferenceSet> sets = new ArrayList<>();
    for (ConfigValue item : block.items("against")) {
      if (item instanceof ConfigObject object) {
        ConfigBlock set = block.within("against", object);
        String path = set.text("path").orElse("");
        Optional<String> column = set.text("column");
        set.requireNoOthers();
        set.made(() -> new ReferenceSet(path, column)).ifPresent(sets::add);
      } else {
        String path = String.valueOf(item.unwrapped());
        block.made(() -> new ReferenceSet(path, Optional.empty())).ifPresent(sets::add);
      }
    }
    return sets;
  }

  Optional<Selection> selection() {
    return keys.optionalBlock("select")
        .flatMap(
            block -> {
              int before = problems.count();
              int number =
                  block
                      .number(
                          "number", 1, Integer.MAX_VALUE, "how many images to choose, 1 or more")
                      .map(Double::intValue)
                      .orElse(0);
              Selection.Method method =
                  block.word(
                      "method",
                      Map.of(
                          "greedy", Selection.Method.GREEDY, "k-means", Selection.Method.K_MEANS),
                      Selection.Method.GREEDY);
              double weight = block.number("weight", 0, 1, "a weight from 0 to 1").orElse(0.5);
              Optional<String> by = block.text("by");
              block.requireNoOthers();
              return problems.count() > before
                  ? Optional.empty()
                  : block.made(() -> new Selection(number, method, weight, by));
            });
  }
}
