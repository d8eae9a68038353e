package dev.prospector.jobs;

import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.executors.model.WordTokenizer;
import dev.prospector.jobs.io.PromptSet;
import java.util.ArrayList;
import java.util.List;

/** What a user should know of good input: nothing is wrong, but something is left out. */
final class Notices {
  private static final int SHOWN = 5;

  private Notices() {}

  /** One line each. */
  static List<String> of(PromptSet prompts, ModelBundle bundle) {
    List<String> notices = new ArrayList<>();
    if (prompts.skippedEmpty() > 0) {
      notices.add("skipped %d empty prompts".formatted(prompts.skippedEmpty()));
    }
    WordTokenizer tokenizer = bundle.tokenizer();
    int unread = 0;
    for (Prompt prompt : prompts.prompts()) {
      List<String> unknown = tokenizer.unknown(prompt.text());
      if (!unknown.isEmpty() && ++unread <= SHOWN) {
        notices.add(
            "prompt %s: %s does not know %s and skips it"
                .formatted(prompt.id(), bundle.name(), String.join(", ", unknown)));
      }
    }
    if (unread > SHOWN) {
      notices.add("and %d more prompts with unknown words".formatted(unread - SHOWN));
    }
    return notices;
  }
}
