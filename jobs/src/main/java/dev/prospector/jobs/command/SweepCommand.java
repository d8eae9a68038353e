package dev.prospector.jobs.command;

import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.sweep.PlannedRun;
import dev.prospector.driver.sweep.Sweep;
import dev.prospector.driver.sweep.SweepListener;
import dev.prospector.driver.sweep.SweepOutcome;
import dev.prospector.driver.sweep.SweepPace;
import dev.prospector.driver.sweep.SweepPlan;
import dev.prospector.driver.sweep.SweepPlanner;
import dev.prospector.jobs.config.ConfigFiles;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.doctor.SparkChecks;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.io.Prompts;
import dev.prospector.jobs.report.Report;
import dev.prospector.jobs.sweep.SweepFile;
import dev.prospector.jobs.track.TrackingServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code prospector sweep}: many searches of the same prompts, and what they came to. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {
      "Searches by every combination of some settings, in one Spark application, and says what each"
          + " came to. The same command may be repeated after whatever happened: what is done is"
          + " not done again."
    },
    footer = {
      "",
      "Examples:",
      "  prospector sweep --config conf/experiments/scaling.conf --dry-run",
      "  prospector sweep --config conf/experiments/scaling.conf",
      "  prospector sweep --config scaling.conf --set axes.seed=[0,1,2] --master spark://host:7077",
      "",
      "Exit codes besides the usual: 4 where runs or prompts failed and others did not."
    })
final class SweepCommand implements Callable<Integer> {
  private final RunProcess process;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What to cross, in HOCON; docs/sweeps.md has its keys.")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A key of the file, over what the file says; may be repeated.")
  private List<String> sets = List.of();

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark's, over what the file says; may be repeated.")
  private List<String> conf = List.of();

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark's master, over what the file says (default: in this process).")
  private String master;

  @Option(
      names = "--dry-run",
      description =
          "Say which runs there would be and what they cost, measure how long that takes, and"
              + " stop.")
  private boolean dryRun;

  @Option(
      names = "--take-over",
      description = "Go on with runs though another process seems to; it finds out and stops.")
  private boolean takeOver;

  @Option(
      names = "--price-per-hour",
      paramLabel = "P",
      description =
          "What an hour of one device costs, in any currency; the page then has scores against"
              + " prices.")
  private Double pricePerHour;

  @Option(
      names = "--mlflow",
      paramLabel = "URI",
      description =
          "Log arms as runs to this MLflow tracking server, over what the file says; credentials"
              + " are MLFLOW_TRACKING_TOKEN's, or _USERNAME's and _PASSWORD's.")
  private String mlflow;

  SweepCommand(RunProcess process) {
    this.process = process;
  }

  @Override
  public Integer call() throws IOException {
    try (ConsoleProgress progress = new ConsoleProgress(process.terminal())) {
      return sweep(progress);
    }
  }

  private int sweep(ConsoleProgress progress) throws IOException {
    if (config == null) {
      throw new InvalidInputException(
          "--config is missing, expected a file that says what to cross, such as"
              + " conf/experiments/scaling.conf");
    }
    Map<String, String> given = Reach.settings(conf); // Those that are secret may stand elsewhere.
    Problems problems = new Problems();
    if (pricePerHour != null && !(pricePerHour > 0 && Double.isFinite(pricePerHour))) {
      problems.add("--price-per-hour was %s, expected a number above 0".formatted(pricePerHour));
    }
    SweepFile file =
        SweepFile.read(
            config,
            sets,
            new ConfigFiles(() -> FileSystems.configuration(given), given),
            process.redaction(),
            problems);
    Optional<TrackingServer> tracking =
        TrackingServer.chosen(
            mlflow, file.mlflow(), System.getenv(), process.redaction(), problems);
    JobSettings base = file.base().on(master, conf);
    process.redaction().learn(base.cluster().sparkSettings());
    Configuration hadoop = FileSystems.configuration(base.cluster().sparkSettings());
    PromptSet prompts = SearchCommand.prompts(base, hadoop, problems);
    String out = out(file, hadoop, problems);
    Optional<SweepPlan> plan =
        new SweepPlanner(hadoop).plan(file.sweep(), prompts.prompts(), out, problems);
    problems.throwIfAny();
    say(prompts.summary());
    prompts.notes().forEach(note -> say("note: " + note));
    plan.orElseThrow().notes().forEach(note -> say("note: " + note));
    SweepLines.of(plan.get()).forEach(this::say);
    SweepEnd end =
        new SweepEnd(
            process,
            pricePerHour == null ? OptionalDouble.empty() : OptionalDouble.of(pricePerHour),
            tracking);
    return sweep(file, base, plan.get(), prompts, end, hadoop, progress);
  }

  private String out(SweepFile file, Configuration hadoop, Problems problems) {
    try {
      return file.out().isEmpty() ? "" : OutDirectory.again(file.out(), hadoop);
    } catch (InvalidInputException e) {
      problems.add(e);
      return "";
    }
  }

  private int sweep(
      SweepFile file,
      JobSettings base,
      SweepPlan plan,
      PromptSet prompts,
      SweepEnd end,
      Configuration hadoop,
      ConsoleProgress progress)
      throws IOException {
    if (plan.open().isEmpty()) {
      if (dryRun) {
        return ExitCode.DONE;
      }
      plan.write(hadoop);
      return end.told(plan, prompts.prompts(), ExitCode.DONE, hadoop);
    }
    SparkConf settings =
        SparkSettings.completeForSearchesAlone(
            SparkApplication.settings(base.cluster(), new Path(plan.out()).getName()));
    settings.setIfMissing("spark.scheduler.mode", "FAIR"); // A run takes turns with the others.
    SparkApplication.warnings(settings).forEach(note -> say("note: " + note));
    SparkChecks.requireAnswer(settings.get("spark.master"));
    SweepOutcome outcome;
    progress.phase("starting Spark");
    try (JavaSparkContext spark = new JavaSparkContext(settings)) {
      progress.phase("measuring how fast candidates are drawn");
      say(SweepLines.of(SweepPace.of(spark, plan, prompts.prompts())));
      progress.close();
      if (dryRun) {
        return ExitCode.DONE;
      }
      outcome = run(spark, file, base, plan, prompts, hadoop);
    }
    outcome.failed().forEach((name, why) -> say("failed: %s: %s".formatted(name, why)));
    boolean none = outcome.failed().size() == plan.open().size();
    boolean all = outcome.failed().isEmpty() && outcome.failedPrompts() == 0;
    int code = all ? ExitCode.DONE : none ? ExitCode.FAILED : ExitCode.SOME_FAILED;
    return end.told(plan, prompts.prompts(), code, hadoop);
  }

  private SweepOutcome run(
      JavaSparkContext spark,
      SweepFile file,
      JobSettings base,
      SweepPlan plan,
      PromptSet prompts,
      Configuration hadoop) {
    long nfe = plan.open().stream().mapToLong(PlannedRun::nfe).sum();
    try (SweepProgress progress = new SweepProgress(process.terminal(), plan.open().size(), nfe)) {
      Sweep sweep =
          Sweep.of(spark, plan, prompts.prompts())
              .atOnce(file.atOnce())
              .takeOver(takeOver)
              .redaction(process.redaction())
              .remember(run -> remembered(run, base, hadoop))
              .listener(listener(progress, hadoop));
      process.run().repeatable(plan.out(), hadoop);
      process.run().repeatable(sweep::cancel, () -> "");
      return sweep.run();
    }
  }

  /** What {@code resume} has to know of a run, as of any other. */
  private static Map<String, Object> remembered(
      PlannedRun run, JobSettings base, Configuration hadoop) {
    Map<String, Object> remembered = new TreeMap<>(base.remembered(run.directory()));
    base.files()
        .prompts()
        .ifPresent(prompts -> remembered.put("prompts", Prompts.located(prompts, hadoop)));
    return remembered;
  }

  private SweepListener listener(SweepProgress progress, Configuration hadoop) {
    return new SweepListener() {
      @Override
      public RunListener begins(PlannedRun run) {
        return progress.begins(run.name());
      }

      @Override
      public void beforeCommit(RunDirectory directory) {
        try {
          Path unused = Report.write(directory, hadoop);
        } catch (IOException e) {
          throw new UncheckedIOException("can't write the report", e);
        }
      }

      @Override
      public void ended(PlannedRun run, long failedPrompts, Optional<String> failure) {
        progress.ended(run.name(), failure.isPresent());
      }
    };
  }

  private void say(String line) {
    process.terminal().say(process.redaction().text(line));
  }
}
