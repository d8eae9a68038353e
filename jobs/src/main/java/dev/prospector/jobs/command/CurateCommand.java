package dev.prospector.jobs.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.prospector.driver.api.RunningSearch;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.curation.Curated;
import dev.prospector.driver.curation.CurationListener;
import dev.prospector.driver.curation.CurationPlan;
import dev.prospector.driver.curation.CurationRequest;
import dev.prospector.driver.curation.Curator;
import dev.prospector.driver.curation.dataset.Manifest.Stage;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.input.Problems;
import dev.prospector.jobs.config.ConfigFiles;
import dev.prospector.jobs.curate.CurationFile;
import dev.prospector.jobs.curate.Sources;
import dev.prospector.jobs.curate.VersionPage;
import dev.prospector.jobs.doctor.SparkChecks;
import dev.prospector.jobs.io.FileSystems;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import scala.Tuple2;

/** {@code prospector curate}: a night's work on a data set. */
@Command(
    name = "curate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description = {
      "Makes a data set of images: searches for the prompts that are new, keeps what passes the"
          + " rules, and writes a version of it if anything has changed. The same command may be"
          + " repeated after whatever happened."
    },
    footer = {
      "",
      "Examples:",
      "  prospector curate --config conf/experiments/curate.conf",
      "  prospector curate --config nightly.conf --dry-run",
      "  prospector curate --config nightly.conf --date 2026-11-26 --set search.candidates=8",
      "  prospector curate diff datasets/shapes 3 4"
    },
    subcommands = {
      CurateVersions.Diff.class,
      CurateVersions.Verify.class,
      CurateVersions.Rollback.class,
      CurateVersions.Expire.class
    })
final class CurateCommand implements Callable<Integer> {
  private final RunProcess process;

  @Spec private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "What the data set is to be, in HOCON; docs/curation.md has its keys.")
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
      names = "--date",
      paramLabel = "YYYY-MM-DD",
      description = "The night that it is done for, by which its search is named (default: today).")
  private String date;

  @Option(
      names = "--dry-run",
      description = "Say what is new, what it would cost and what the rules would take, and stop.")
  private boolean dryRun;

  @Option(
      names = "--json",
      description = "Print what the night came to as one line of JSON, for whoever sends alerts.")
  private boolean json;

  @Option(
      names = "--take-over",
      description = "Work though another process seems to; it finds out and stops.")
  private boolean takeOver;

  CurateCommand(RunProcess process) {
    this.process = process;
  }

  @Override
  public Integer call() throws IOException {
    try (ConsoleProgress progress = new ConsoleProgress(process.terminal())) {
      return curate(progress);
    }
  }

  private int curate(ConsoleProgress progress) throws IOException { // Spark 4 closes with it.
    if (config == null) {
      throw new InvalidInputException(
          "--config is missing, expected a file that says what the data set is to be, such as"
              + " conf/experiments/curate.conf");
    }
    LocalDate day = day();
    Map<String, String> given = Reach.settings(conf);
    CurationFile file =
        CurationFile.read(
            config,
            sets,
            new ConfigFiles(() -> FileSystems.configuration(given), given),
            process.redaction());
    SparkConf spark = SparkApplication.settings(file.cluster(), new Path(file.out()).getName());
    given.forEach(spark::set);
    if (master != null) {
      spark.setMaster(master);
    }
    Configuration hadoop = hadoop(spark);
    Sources sources =
        Sources.read(file.sources(), file.spec().search().model().initImage(), hadoop);
    if (!sources.haveTables()) {
      tell(sources);
    }
    SparkApplication.warnings(Curator.configure(spark)).forEach(note -> say("note: " + note));
    SparkChecks.requireAnswer(spark.get("spark.master"));
    progress.phase("starting Spark");
    try (SparkSession session = SparkSession.builder().config(spark).getOrCreate()) {
      if (sources.haveTables()) {
        sources.readTables(session);
        tell(sources);
      }
      CurationRequest request =
          Curator.on(session)
              .curate(file.spec(), file.out())
              .prompts(sources.prompts())
              .sources(sources.where())
              .day(day)
              .takeOver(takeOver)
              .listener(listener(progress, hadoop))
              .page(version -> VersionPage.of(version, new Path(file.out()).getName()));
      return dryRun ? told(request.plan()) : told(request.run());
    }
  }

  private void tell(Sources sources) {
    sources.notes().forEach(note -> say("note: " + note));
    say(sources.summary());
  }

  private LocalDate day() {
    try {
      return date == null ? LocalDate.now(ZoneId.systemDefault()) : LocalDate.parse(date);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          "--date was %s, expected a day such as 2026-11-26".formatted(Problems.quote(date)));
    }
  }

  private static Configuration hadoop(SparkConf spark) {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : spark.getAll()) {
      settings.put(setting._1(), setting._2());
    }
    return FileSystems.configuration(settings);
  }

  private CurationListener listener(ConsoleProgress progress, Configuration hadoop) {
    return new CurationListener() {
      @Override
      public void begins(String directory) {
        process.run().repeatable(directory, hadoop);
      }

      @Override
      public RunListener searchBegins(String directory, int prompts, long nfe) {
        say("%s: %,d prompts to be searched".formatted(shown(directory), prompts));
        progress.searching(nfe, () -> 1);
        return progress;
      }

      @Override
      public void searching(RunningSearch search) {
        process.run().repeatable(search::cancel, progress::loss);
      }

      @Override
      public void note(String sentence) {
        say("note: " + sentence);
      }

      @Override
      public void step(String name) {
        progress.phase(name);
      }
    };
  }

  private void say(String line) {
    process.terminal().say(process.redaction().text(line));
  }

  private static String shown(String directory) {
    return FileSystems.shown(new Path(directory));
  }

  private int told(CurationPlan plan) {
    PrintWriter out = command.commandLine().getOut();
    plan.unfinished().forEach(name -> out.printf("search %s is gone on with first%n", name));
    out.printf(
        "%,d of %,d prompts are to be searched, NFE %,d at most%n",
        plan.fresh(), plan.prompts(), plan.nfe());
    out.println("of the images that are there now the rules leave:");
    lines(plan.stages()).forEach(out::println);
    return ExitCode.DONE;
  }

  private static List<String> lines(List<Stage> stages) {
    return stages.stream().map(stage -> "%,10d  %s".formatted(stage.rows(), stage.name())).toList();
  }

  private int told(Curated night) {
    say(
        "%,d prompts searched, %,d failed, NFE %,d"
            .formatted(night.searched(), night.failed(), night.nfe()));
    lines(night.version().stages()).forEach(this::say);
    int version = night.version().version();
    say(
        night.isNew()
            ? "version %d is new".formatted(version)
            : "nothing has changed: version %d stands".formatted(version));
    String place = FileSystems.shown(night.directory().page(version));
    command
        .commandLine()
        .getOut()
        .println(process.redaction().text(json ? json(night, place) : place));
    return night.failed() == 0 ? ExitCode.DONE : ExitCode.SOME_FAILED;
  }

  private static String json(Curated night, String place) {
    List<Stage> stages = night.version().stages();
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", night.version().version())
        .put("new", night.isNew())
        .put("images", stages.get(stages.size() - 1).rows())
        .put("searched", night.searched())
        .put("failed", night.failed())
        .put("refused", night.refused())
        .put("nfe", night.nfe())
        .put("page", place)
        .toString();
  }
}
