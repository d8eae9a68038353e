package dev.prospector.jobs.command;

import dev.prospector.driver.api.Forecasts;
import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.forecast.Forecast;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.jobs.config.ConfigReader;
import dev.prospector.jobs.config.ConfigReader.Configured;
import dev.prospector.jobs.config.ConfigSources;
import dev.prospector.jobs.config.ConfigText;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptColumns;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.io.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
      "  prospector search --config nightly.conf --out runs/2026-11-26 --resume",
      "  prospector search --prompts p.txt --until \"detector>=-0.1\" --like runs/pilot --dry-run",
      "",
      "Every flag is also a key of --config's file, by the name that docs/configuration.md gives;"
          + " --print-config explains them."
    })
final class SearchCommand implements Callable<Integer> {
  private static final List<String> NO_FORECAST =
      List.of(
          "What it is likely to give is told with --like RUN, from an earlier random search, or with"
              + " --pilot N, from 8 candidates for each of N prompts that are searched for first.");

  private final RunProcess process;

  @Spec private CommandSpec command;

  @Option(
      names = "--print-config",
      description = "Print the resolved configuration as HOCON that can be given back, and stop.")
  private boolean printConfig;

  @Option(
      names = "--resume",
      description = {
        "Go on with the run in --out, if one has begun there, and leave it alone if it is done: the"
            + " same command begins a run, repeats it after whatever happened, and may be repeated."
            + " What results depend on may not change meanwhile."
      })
  private boolean resume;

  @Option(
      names = "--dry-run",
      description =
          "Say what it may cost, and with --like what it is likely to cost and give; search for"
              + " nothing.")
  private boolean dryRun;

  @Option(
      names = "--like",
      paramLabel = "RUN",
      description =
          "An earlier random search by the same model, with scores by the same verifiers, of other"
              + " or the same prompts. From its log it is told what this one is likely to cost and"
              + " give; the report holds that against what came.")
  private String like;

  @Option(
      names = "--pilot",
      paramLabel = "N",
      description =
          "With --dry-run, instead of --like: search first, 8 candidates for each of N prompts,"
              + " evenly from the first to the last, into the directory beside --out that ends in"
              + " -pilot. That starts Spark.")
  private Integer pilot;

  SearchCommand(RunProcess process) {
    this.process = process;
  }

  @Override
  public Integer call() throws Exception {
    try (ConsoleProgress progress = new ConsoleProgress(process.terminal())) {
      return search(progress);
    }
  }

  private int search(ConsoleProgress progress) throws Exception {
    ConfigSources sources = SearchFlags.sources(command.commandLine().getParseResult());
    Configured configured =
        ConfigReader.read(
            sources, () -> FileSystems.configuration(sources.sparkSettings()), process.redaction());
    Problems problems = configured.problems();
    JobSettings settings = configured.settings();
    Configuration conf = FileSystems.configuration(settings.cluster().sparkSettings());
    Optional<String> begun =
        resume && !printConfig && !dryRun ? begun(settings, conf, problems) : Optional.empty();
    if (begun.isPresent()) {
      return new Resumption(begun.get(), process, progress).resume(sources, false, conf);
    }
    PromptSet prompts = prompts(settings, conf, problems);
    Optional<PlannedSearch> planned =
        new SearchPlanner(conf).plan(settings.search(), prompts.prompts(), problems);
    // What is only printed may be of a run that has begun.
    String out =
        (printConfig || dryRun) && resume
            ? settings.files().out().orElse("")
            : out(settings, conf, problems);
    Optional<Forecast> forecast =
        like == null || printConfig
            ? Optional.empty()
            : planned.flatMap(search -> forecast(search, conf, problems));
    Optional<Pilot> small =
        pilot == null || printConfig
            ? Optional.empty()
            : planned.flatMap(search -> small(search, settings, out, conf, problems));
    problems.throwIfAny();
    JobSettings resolved = settings.with(planned.orElseThrow().spec());
    if (printConfig) {
      String text =
          ConfigText.of(
              process.redaction().settings(resolved.values()), process.redaction().variables());
      command.commandLine().getOut().print(text);
      command.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
    SearchJob job = new SearchJob(resolved, out, process);
    job.tell(configured.notes());
    job.say(prompts.summary());
    PlannedSearch search = planned.get();
    job.tell(search);
    job.tell(prompts.notes());
    if (dryRun) {
      job.tell(search.requireVerifier().warnings());
      Optional<Forecast> told =
          small.isPresent() ? Optional.of(piloted(small.get(), search, progress, conf)) : forecast;
      print(told.map(job::lines).orElse(NO_FORECAST));
      return ExitCode.DONE;
    }
    forecast.map(job::lines).ifPresent(lines -> lines.forEach(job::say));
    return job.search(search, forecast, progress);
  }

  private void print(List<String> lines) {
    lines.forEach(command.commandLine().getOut()::println);
    command.commandLine().getOut().flush();
  }

  /** Empty if there is a problem with it. */
  private Optional<Pilot> small(
      PlannedSearch search,
      JobSettings settings,
      String out,
      Configuration conf,
      Problems problems) {
    try {
      if (!dryRun || like != null || resume) {
        throw new InvalidInputException(
            "--pilot was given, expected it with --dry-run, and with neither --like nor --resume");
      }
      return Optional.of(Pilot.of(pilot, search, settings, out, conf));
    } catch (InvalidInputException e) {
      problems.add(e);
      return Optional.empty();
    }
  }

  private Forecast piloted(
      Pilot small, PlannedSearch search, ConsoleProgress progress, Configuration conf)
      throws IOException {
    SearchJob job = new SearchJob(small.settings(), small.out(), process);
    job.tell(small.search());
    int unused = job.search(small.search(), Optional.empty(), progress);
    return Forecasts.like(RunArgument.directory(small.out(), conf), search, conf);
  }

  /** Empty if there is a problem with it. */
  private Optional<Forecast> forecast(PlannedSearch search, Configuration conf, Problems problems) {
    try {
      return Optional.of(Forecasts.like(RunArgument.directory(like, conf), search, conf));
    } catch (InvalidInputException e) {
      problems.add(e);
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the run " + like, e);
    }
  }

  /**
   * The run that is to be gone on with; none if it has not begun.
   *
   * @throws InvalidInputException if that can't be found out, with what is wrong so far: whether
   *     there is a run decides what else is needed
   */
  private static Optional<String> begun(JobSettings settings, Configuration conf, Problems problems)
      throws IOException {
    try {
      String out =
          settings
              .files()
              .out()
              .orElseThrow(
                  () ->
                      new InvalidInputException(
                          "--resume was given without --out, expected the directory of the run to"
                              + " begin or to go on with"));
      return OutDirectory.holdsRun(out, conf)
          ? Optional.of(FileSystems.whole(out, conf))
          : Optional.empty();
    } catch (InvalidInputException e) {
      problems.add(e);
      problems.throwIfAny();
      throw e;
    }
  }

  private String out(JobSettings settings, Configuration conf, Problems problems) {
    try {
      return OutDirectory.choose(
          settings.files(), settings.search().target().algorithm(), resume, conf);
    } catch (InvalidInputException e) {
      problems.add(e);
      return "";
    }
  }

  /** The prompts; none if there is a problem with them. */
  static PromptSet prompts(JobSettings settings, Configuration conf, Problems problems) {
    try {
      JobSettings.Files files = settings.files();
      if (files.prompt().isPresent()) {
        return Prompts.given(files.prompt().get());
      }
      PromptColumns columns =
          new PromptColumns(
              files.promptColumn(),
              files.idColumn(),
              files.columns(),
              settings.search().model().initImage());
      return files
          .prompts()
          .map(file -> Prompts.read(file, columns, conf))
          .orElseGet(Prompts::demo);
    } catch (InvalidInputException e) {
      problems.add(e);
      return PromptSet.NONE;
    }
  }
}
