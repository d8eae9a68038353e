package dev.prospector.jobs;

import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.rounds.RunPlan;
import dev.prospector.driver.rounds.SearchRun;
import dev.prospector.driver.rounds.SparkSettings;
import dev.prospector.executors.model.ModelBundle;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.report.Report;
import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code search}, once all its input has been found good. */
final class SearchJob implements SearchRunner {
  private final PrintStream err = System.err;

  @Override
  public int run(SearchConfig config, PromptSet prompts) throws Exception {
    ModelBundle bundle = ModelBundle.of(config.bundle());
    RunPlan plan = RunPlans.of(config, bundle);
    int count = prompts.prompts().size();
    RunRecord record = RunRecords.begin(config, plan, bundle, prompts.prompts());
    Notices.of(prompts, bundle).forEach(notice -> err.println("prospector: note: " + notice));
    String out = config.out().orElseThrow();
    SparkConf conf = sparkConf(config, new Path(out));
    RunOutput output = RunOutput.begin(out, record, FileSystems.configuration(config.spark()));
    Totals totals;
    try (JavaSparkContext spark = new JavaSparkContext(conf);
        ConsoleProgress progress =
            new ConsoleProgress(err, terminal(), count * plan.nfe(), executors(spark))) {
      totals = new SearchRun(spark, plan, output.directory(), progress).search(prompts.prompts());
    } catch (RuntimeException | FSError e) {
      if (RunOutput.isFull(e)) {
        throw new BadInput(out + ": can't be written (No space left on device)");
      }
      output.write(record.with(Status.FAILED, Totals.NONE, null));
      throw e;
    }
    Status status = totals.failed() == 0 ? Status.DONE : Status.PARTIAL;
    output.write(record.with(status, totals, null));
    Path report = Report.write(output.directory(), FileSystems.configuration(config.spark()));
    output.commit();
    System.out.println(report.toUri().getPath());
    return status == Status.DONE ? ExitCode.DONE : ExitCode.SOME_FAILED;
  }

  private static SparkConf sparkConf(SearchConfig config, Path run) {
    SparkConf conf = new SparkConf();
    config.spark().forEach(conf::set);
    config.master().ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "prospector " + run.getName());
    try {
      return SparkSettings.complete(conf);
    } catch (IllegalArgumentException e) {
      throw new BadInput(e.getMessage());
    }
  }

  @SuppressWarnings("SystemConsoleNull") // On the JDK 17 that the build demands it tells.
  private static boolean terminal() {
    return System.console() != null;
  }

  /** Executors besides the driver; in process the driver itself is one. */
  private static LongSupplier executors(JavaSparkContext spark) {
    int drivers = spark.isLocal() ? 0 : 1;
    return () -> spark.sc().getExecutorMemoryStatus().size() - drivers;
  }
}
