package dev.prospector.driver.api;

import dev.prospector.driver.input.Problems;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a model can read prompts, and what it won't see of them. */
final class PromptChecks {
  private static final int SHOWN = 5;

  private PromptChecks() {}

  /**
   * Reads every prompt as the model will.
   *
   * @param problems takes what is no prompt for it, or that it can't read any
   * @return what it won't see, a sentence each
   */
  static List<String> read(ModelBundle bundle, List<Prompt> prompts, Problems problems) {
    List<String> losses = new ArrayList<>();
    List<Tokenizer> tokenizers;
    try {
      tokenizers = bundle.openTokenizers();
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      return losses;
    }
    try {
      int lossy = 0;
      for (Prompt prompt : prompts) {
        Optional<String> refusal =
            tokenizers.stream().flatMap(one -> one.refusal(prompt.text()).stream()).findFirst();
        if (refusal.isPresent()) {
          problems.add("prompt %s: %s".formatted(Problems.quote(prompt.id()), refusal.get()));
          continue;
        }
        Optional<String> loss =
            tokenizers.stream().flatMap(one -> one.loss(prompt.text()).stream()).findFirst();
        if (loss.isPresent() && ++lossy <= SHOWN) {
          losses.add("prompt %s: %s %s".formatted(prompt.id(), bundle.name(), loss.get()));
        }
      }
      if (lossy > SHOWN) {
        losses.add("and %d more prompts that are not read whole".formatted(lossy - SHOWN));
      }
    } catch (IllegalArgumentException e) { // A tokenizer that reads this one may read none.
      problems.add(e.getMessage());
    } finally {
      tokenizers.forEach(Tokenizer::close);
    }
    return losses;
  }
}
