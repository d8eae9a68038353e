package dev.prospector.jobs.command;

import dev.prospector.driver.api.Forecasts;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.api.SearchSpecBuilder;
import dev.prospector.driver.forecast.EarlierRun;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.io.Prompts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A small random search on some of a search's prompts, from which that one is forecast.
 *
 * @param settings its own, with which it can be resumed
 * @param search it
 * @param out its directory
 */
record Pilot(JobSettings settings, PlannedSearch search, String out) {
  /** Of each prompt. */
  static final int CANDIDATES = 8;

  /** What of how to search is the pilot's too; the rest is about what candidates are chosen for. */
  private static final Set<String> ALIKE =
      Set.of("verifier", "verifier-options", "verifier-bundles", "held-out", "seed");

  /**
   * Plans it; nothing is made.
   *
   * @param prompts how many are taken, evenly from the first to the last
   * @param large what is to be forecast
   * @param of its settings
   * @param out its directory; the pilot's lies beside it
   * @throws InvalidInputException if there are too few prompts, they are more than texts, no pilot
   *     tells of such a search, or something is where it would go
   */
  static Pilot of(
      int prompts, PlannedSearch large, JobSettings of, String out, Configuration conf) {
    List<Prompt> all = large.prompts();
    if (prompts < EarlierRun.FEWEST || prompts > all.size()) {
      throw new InvalidInputException(
          "--pilot was %d, expected an integer from %d to the number of prompts, which is %d"
              .formatted(prompts, EarlierRun.FEWEST, all.size()));
    }
    if (large.spec().model().initImage().isPresent()
        || all.stream().anyMatch(one -> one.columns().containsKey(Prompt.NEGATIVE))) {
      throw new InvalidInputException(
          "--pilot was given for prompts with images or negative prompts of their own, expected"
              + " --like RUN: it draws of texts alone");
    }
    List<String> refusals = Forecasts.refusals(large, CANDIDATES);
    if (!refusals.isEmpty()) {
      throw new InvalidInputException("--pilot " + String.join("; ", refusals));
    }
    List<String> texts =
        IntStream.range(0, prompts)
            .mapToObj(i -> all.get((int) ((long) i * all.size() / prompts)).text())
            .toList();
    JobSettings.Files files =
        new JobSettings.Files(
            Optional.empty(),
            Optional.of(texts),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(out + "-pilot"));
    PlannedSearch small =
        new SearchPlanner(conf).plan(spec(large.spec()), Prompts.given(texts).prompts());
    JobSettings settings = new JobSettings(files, small.spec(), of.cluster());
    return new Pilot(settings, small, OutDirectory.choose(files, "random", false, conf));
  }

  private static SearchSpec spec(SearchSpec large) {
    SearchSpecBuilder small = SearchSpec.builder().candidates(CANDIDATES);
    for (Map.Entry<String, Object> value : large.values().entrySet()) {
      if (ALIKE.contains(value.getKey())) {
        small.set(value.getKey(), value.getValue());
      }
    }
    SearchSpec own = small.build();
    return new SearchSpec(
        large.model(), own.target(), own.spending(), large.sampling(), large.execution());
  }
}
