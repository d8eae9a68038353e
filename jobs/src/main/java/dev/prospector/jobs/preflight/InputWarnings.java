package dev.prospector.jobs.preflight;

import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.text.Tokenizer;
import dev.prospector.jobs.io.PromptSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a user should know of good input: nothing is wrong, but something is left out. */
public final class InputWarnings {
  private static final int SHOWN = 5;

  private InputWarnings() {}

  /** One line each. */
  public static List<String> of(PromptSet prompts, ModelBundle bundle) {
    List<String> notices = new ArrayList<>();
    if (prompts.skippedEmpty() > 0) {
      notices.add("skipped %d empty prompts".formatted(prompts.skippedEmpty()));
    }
    List<Tokenizer> tokenizers = bundle.openTokenizers();
    try {
      int unread = 0;
      for (Prompt prompt : prompts.prompts()) {
        Optional<String> loss =
            tokenizers.stream().flatMap(one -> one.loss(prompt.text()).stream()).findFirst();
        if (loss.isPresent() && ++unread <= SHOWN) {
          notices.add("prompt %s: %s %s".formatted(prompt.id(), bundle.name(), loss.get()));
        }
      }
      if (unread > SHOWN) {
        notices.add("and %d more prompts that are not read whole".formatted(unread - SHOWN));
      }
    } finally {
      tokenizers.forEach(Tokenizer::close);
    }
    return notices;
  }
}
