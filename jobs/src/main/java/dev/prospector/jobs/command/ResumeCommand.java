package dev.prospector.jobs.command;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecordFile;
import dev.prospector.executors.verify.VerifierProvider;
import dev.prospector.executors.verify.catalog.Verifiers;
import dev.prospector.jobs.config.ConfigSources;
import dev.prospector.jobs.config.KnownNames;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.config.SearchConfigReader;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.preflight.AvailableVerifiers;
import dev.prospector.jobs.preflight.Preflight;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code prospector resume}: goes on with a run that died, and searches again what failed in it.
 */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    descriptionHeading = "%n",
    description = {
      "Goes on with a run whose driver died, from the last round it committed, and searches again for"
          + " prompts that failed.",
      "",
      "The configuration is the run's own. Flags may change where it runs (--master, --conf); one that"
          + " would change results is refused."
    },
    footer = {"", "Example:", "  prospector resume runs/demo"})
final class ResumeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "The run's directory, a path or a URI.")
  private String run;

  @Mixin private SearchOptions options;

  @Override
  public Integer call() throws Exception {
    ConfigSources given = options.sources();
    Configuration base = FileSystems.configuration(given.sparkSettings());
    RunRecord record = RunRecordFile.read(new RunDirectory(new Path(run)).runRecord(), base);
    if (given.flags().containsKey("out")) {
      throw new InvalidInputException(
          "--out was given, expected none: a run is gone on with where it is");
    }
    ConfigSources sources = given.over(record.configuration().toString(), run + "/run.json");
    Map<String, VerifierProvider> judges = Verifiers.all();
    Problems problems = new Problems();
    SearchConfig wish =
        SearchConfigReader.read(sources, KnownNames.with(judges.keySet()), base, problems);
    Configuration conf = FileSystems.configuration(wish.spark());
    PromptSet prompts = SearchCommand.prompts(wish, conf, problems);
    Preflight.Checked checked =
        new Preflight(AvailableVerifiers.of(judges, wish, problems), problems, ignored -> run)
            .complete(wish, prompts);
    problems.throwIfAny();
    return new SearchJob().resume(checked.config(), checked.prompts(), record);
  }
}
