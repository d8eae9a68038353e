package dev.prospector.jobs.command;

import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.PromptSet;

/** What carries a search out, once nothing is wrong with what the user gave. */
@FunctionalInterface
interface SearchRunner {

  /**
   * Searches.
   *
   * @param config complete: everything but {@code prompts} and {@code master} is there
   * @return an {@link ExitCode}
   */
  int run(SearchConfig config, PromptSet prompts) throws Exception;
}
