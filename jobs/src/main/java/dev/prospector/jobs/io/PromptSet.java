package dev.prospector.jobs.io;

import dev.prospector.executors.candidate.Prompt;
import java.util.List;

/**
 * What a prompt file holds.
 *
 * @param prompts at least one, their ordinals counting from 0, their ids unique
 * @param skippedEmpty blank lines and blank prompts that were left out
 */
public record PromptSet(List<Prompt> prompts, int skippedEmpty) {
  public PromptSet {
    prompts = List.copyOf(prompts);
  }

  /** What a user should know of a good file, a sentence each. */
  public List<String> notes() {
    return skippedEmpty == 0
        ? List.of()
        : List.of("skipped %d empty prompts".formatted(skippedEmpty));
  }
}
