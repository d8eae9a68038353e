package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.jobs.config.ConfigSources;
import dev.prospector.jobs.config.KnownNames;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.config.SearchConfigReader;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.io.Prompts;
import dev.prospector.jobs.preflight.AvailableVerifiers;
import dev.prospector.jobs.preflight.OutDirectory;
import dev.prospector.jobs.preflight.Preflight;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code prospector search}: finds what is wrong with the input, all of it, then searches. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    description = "Searches the noise for each prompt's best images.",
    footer = {
      "",
      "Examples:",
      "  prospector search",
      "  prospector search --prompts p.txt --candidates 64 --out runs/best-of-64",
      "  prospector search --config nightly.conf --set seed=7 --master spark://host:7077",
      "",
      "Every flag with a default is also a key of --config's file; reference-search.conf in the"
          + " jar explains them."
    })
final class SearchCommand implements Callable<Integer> {
  private final SearchRunner runner;
  private final Supplier<Map<String, VerifierProvider>> verifiers;

  @Mixin private SearchOptions options;

  /**
   * The command.
   *
   * @param runner what it runs once all is well
   * @param verifiers those there are, by name
   */
  SearchCommand(SearchRunner runner, Supplier<Map<String, VerifierProvider>> verifiers) {
    this.runner = runner;
    this.verifiers = verifiers;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, VerifierProvider> judges = verifiers.get();
    ConfigSources sources = options.sources();
    Problems problems = new Problems();
    SearchConfig wish =
        SearchConfigReader.read(
            sources,
            KnownNames.with(judges.keySet()),
            FileSystems.configuration(sources.sparkSettings()),
            problems);
    Configuration conf = FileSystems.configuration(wish.spark());
    PromptSet prompts = prompts(wish, conf, problems);
    Preflight.Checked checked =
        new Preflight(
                AvailableVerifiers.of(judges, wish, problems),
                problems,
                chosen -> OutDirectory.choose(chosen, conf))
            .complete(wish, prompts);
    problems.throwIfAny();
    return runner.run(checked.config(), checked.prompts());
  }

  /** The prompts; none if there is a problem with them. */
  static PromptSet prompts(SearchConfig wish, Configuration conf, Problems problems) {
    try {
      return wish.prompts().map(file -> Prompts.read(file, conf)).orElseGet(Prompts::demo);
    } catch (InvalidInputException e) {
      problems.add(e);
      return new PromptSet(List.of(), 0);
    }
  }
}
