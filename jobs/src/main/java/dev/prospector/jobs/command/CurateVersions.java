package dev.prospector.jobs.command;

import dev.prospector.driver.curation.Curator;
import dev.prospector.driver.curation.DatasetAudit;
import dev.prospector.driver.curation.VersionDifference;
import dev.prospector.driver.curation.dataset.DatasetDirectory;
import dev.prospector.driver.curation.dataset.VersionHistory;
import dev.prospector.driver.curation.export.Exports;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is done with versions that are there. */
final class CurateVersions {
  private CurateVersions() {}

  /** A data set, as arguments name it. */
  static final class Dataset {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "DIR", description = "The data set's directory.")
    private String place;

    @Mixin private Reach reach = new Reach();

    PrintWriter out() {
      return command.commandLine().getOut();
    }

    Configuration conf() {
      return reach.configuration();
    }

    DatasetDirectory directory(Configuration conf) {
      return DatasetDirectory.at(place, conf);
    }

    /** So that no night's work goes on meanwhile. */
    RunLease lease(Configuration conf) throws IOException {
      return RunLease.take(new RunDirectory(directory(conf).root()), false, conf);
    }

    VersionHistory history(Configuration conf) throws IOException {
      VersionHistory history = VersionHistory.of(directory(conf), conf);
      if (history.numbers().isEmpty()) {
        throw new InvalidInputException(
            place + ": there is no version, expected the directory of a data set that has one");
      }
      return history;
    }
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "Says what one version of a data set has that another has not.")
  static final class Diff implements Callable<Integer> {
    @Mixin private Dataset dataset = new Dataset();

    @Parameters(index = "1", paramLabel = "A", description = "A version's number.")
    private int before;

    @Parameters(index = "2", paramLabel = "B", description = "Another version's number.")
    private int after;

    @Override
    public Integer call() throws IOException {
      Configuration conf = dataset.conf();
      VersionHistory history = dataset.history(conf);
      int one = history.read(before).version();
      int other = history.read(after).version();
      SparkConf settings = new SparkConf().setMaster("local[*]").setAppName("prospector diff");
      conf.forEach(setting -> settings.set("spark.hadoop." + setting.getKey(), setting.getValue()));
      try (SparkSession spark =
          SparkSession.builder().config(Curator.configure(settings)).getOrCreate()) {
        tell(Curator.on(spark).compare(dataset.place, one, other));
      }
      return ExitCode.DONE;
    }

    private void tell(VersionDifference difference) {
      PrintWriter out = dataset.out();
      out.printf("%,10d  in both%n", difference.same());
      out.printf("%,10d  only in %d%n", difference.added(), after);
      difference
          .gone()
          .forEach(
              (rule, images) ->
                  out.printf(
                      "%,10d  only in %d: %s%n",
                      images, before, rule.isEmpty() ? "not known to " + after : rule));
      difference.settings().forEach((key, what) -> out.printf("%s %s%n", key, what));
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Holds every file of a data set's versions, of the searches that their images are in, and of"
              + " exports against its hash.")
  static final class Verify implements Callable<Integer> {
    @Mixin private Dataset dataset = new Dataset();

    @Override
    public Integer call() throws IOException {
      Configuration conf = dataset.conf();
      int versions = dataset.history(conf).numbers().size();
      Map<String, String> damage = DatasetAudit.of(dataset.directory(conf), conf);
      damage.forEach((file, what) -> dataset.out().printf("%s %s%n", file, what));
      if (!damage.isEmpty()) {
        return ExitCode.FAILED;
      }
      dataset
          .out()
          .printf(
              "%d version%s %s whole%n",
              versions, versions == 1 ? "" : "s", versions == 1 ? "is" : "are");
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "rollback",
      mixinStandardHelpOptions = true,
      description = {
        "Makes an earlier version the current one, until the next is made. Nothing is removed."
      })
  static final class Rollback implements Callable<Integer> {
    @Mixin private Dataset dataset = new Dataset();

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its number.")
    private int version;

    @Override
    public Integer call() throws IOException {
      Configuration conf = dataset.conf();
      VersionHistory history = dataset.history(conf);
      try (RunLease lease = dataset.lease(conf)) {
        lease.requireHeld();
        history.rollback(version);
      }
      dataset.out().printf("version %d is the current one%n", version);
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "expire",
      mixinStandardHelpOptions = true,
      description = {
        "Removes old versions and what was exported of them. The current one stays, and so does all"
            + " that was searched."
      })
  static final class Expire implements Callable<Integer> {
    @Mixin private Dataset dataset = new Dataset();

    @Option(
        names = "--keep",
        required = true,
        paramLabel = "N",
        description = "How many of the newest stay, 1 or more.")
    private int keep;

    @Override
    public Integer call() throws IOException {
      if (keep < 1) {
        throw new InvalidInputException("--keep was %d, expected 1 or more".formatted(keep));
      }
      Configuration conf = dataset.conf();
      VersionHistory history = dataset.history(conf);
      List<Integer> removed;
      try (RunLease lease = dataset.lease(conf)) {
        lease.requireHeld();
        removed = history.expire(keep, Exports.kinds());
      }
      dataset.out().println("removed: " + (removed.isEmpty() ? "none" : removed.toString()));
      return ExitCode.DONE;
    }
  }
}
