package dev.prospector.driver.api;

import dev.prospector.driver.run.SearchPlan;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Prompt;
import java.util.List;

/**
 * A search that nothing stands against, with what was left open decided.
 *
 * @param spec with nothing left open
 * @param plan down to the last seed
 * @param bundle that draws
 * @param prompts with the hashes of the images that they start from, if any
 * @param warnings what to know of good prompts, a sentence each: what the model won't read of them
 */
public record PlannedSearch(
    SearchSpec spec,
    SearchPlan plan,
    ModelBundle bundle,
    List<Prompt> prompts,
    List<String> warnings) {

  public PlannedSearch {
    prompts = List.copyOf(prompts);
    warnings = List.copyOf(warnings);
  }

  /** What the search may cost, in network evaluations of all prompts together. */
  public long nfe() {
    return prompts.size() * plan.nfe();
  }
}
