package dev.prospector.jobs.command;

import dev.prospector.driver.cluster.ChooseBatch;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunRecord;
import dev.prospector.driver.record.RunRecord.Diversity;
import dev.prospector.driver.record.RunRecord.Status;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.driver.results.DiversityOfRun;
import dev.prospector.driver.run.RunHistory;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.run.SearchRun;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.model.LibTorch;
import dev.prospector.jobs.config.SearchConfig;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.PromptSet;
import dev.prospector.jobs.preflight.InputWarnings;
import dev.prospector.jobs.preflight.SearchPlanner;
import dev.prospector.jobs.report.Report;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code search} and {@code resume}, once all their input has been found good. */
final class SearchJob implements SearchRunner {
  private final PrintStream err = System.err;

  @Override
  public int run(SearchConfig config, PromptSet prompts) throws Exception {
    LibTorch.threads(sparkConf(config).getInt("spark.task.cpus", 1));
    ModelBundle bundle = SearchPlanner.bundle(config.model(), new HadoopFiles(conf(config)));
    SearchPlan plan = SearchPlanner.of(config, bundle);
    if (config.batch().isPresent()) {
      return begin(config, prompts, bundle, Optional.empty());
    }
    if (!sparkConf(config).contains("spark.task.resource.gpu.amount")) {
      return begin(config.withBatch(plan.engine().batch()), prompts, bundle, Optional.empty());
    }
    try (JavaSparkContext spark = new JavaSparkContext(sparkConf(config))) {
      int batch = ChooseBatch.on(spark, plan.engine(), prompts.prompts().get(0));
      err.println("prospector: note: batches of %d images".formatted(batch));
      return begin(config.withBatch(batch), prompts, bundle, Optional.of(spark));
    }
  }

  private int begin(
      SearchConfig config, PromptSet prompts, ModelBundle bundle, Optional<JavaSparkContext> spark)
      throws Exception {
    SearchPlan plan = SearchPlanner.of(config, bundle);
    RunRecord record = RunRecords.begin(config, plan, bundle, prompts.prompts());
    RunOutput output = RunOutput.begin(config.out().orElseThrow(), record, conf(config));
    return execute(config, prompts, bundle, plan, record, spark, output);
  }

  /**
   * Goes on with a run.
   *
   * @param recorded what the run says of itself
   * @throws InvalidInputException if it would become another run
   */
  int resume(SearchConfig wish, PromptSet prompts, RunRecord recorded) throws Exception {
    LibTorch.threads(sparkConf(wish).getInt("spark.task.cpus", 1));
    int batch = recorded.configuration().path("batch").asInt();
    SearchConfig config = wish.batch().isPresent() ? wish : wish.withBatch(batch);
    ModelBundle bundle = SearchPlanner.bundle(config.model(), new HadoopFiles(conf(config)));
    SearchPlan plan = SearchPlanner.of(config, bundle);
    RunRecord record = RunRecords.begin(config, plan, bundle, prompts.prompts());
    List<String> differences = RunRecords.differences(recorded, record);
    String out = config.out().orElseThrow();
    if (!differences.isEmpty()) {
      List<String> told =
          differences.stream().map(line -> out + ": can't be gone on with: " + line).toList();
      throw new InvalidInputException(told, 0);
    }
    RunOutput output = RunOutput.existing(out, conf(config));
    if (recorded.status() == Status.DONE && output.isCommitted()) {
      err.println("prospector: " + out + " is done; there is nothing to go on with");
      return ExitCode.DONE;
    }
    RunHistory history =
        RunHistory.read(output.directory(), prompts.prompts(), plan.waveSize(), conf(config));
    err.println("prospector: " + out + ": " + history);
    output.reopen(record);
    return execute(config, prompts, bundle, plan, record, Optional.empty(), output);
  }

  private int execute(
      SearchConfig config,
      PromptSet prompts,
      ModelBundle bundle,
      SearchPlan plan,
      RunRecord record,
      Optional<JavaSparkContext> started,
      RunOutput output)
      throws Exception {
    InputWarnings.of(prompts, bundle).forEach(notice -> err.println("prospector: note: " + notice));
    long expected = prompts.prompts().size() * plan.nfe();
    Totals totals;
    Optional<Diversity> diversity;
    List<String> failed;
    try (JavaSparkContext spark = started.orElseGet(() -> new JavaSparkContext(sparkConf(config)));
        ConsoleProgress progress =
            new ConsoleProgress(err, terminal(), expected, executors(spark))) {
      SearchRun run = new SearchRun(spark, plan, output.directory(), progress);
      totals = run.search(prompts.prompts());
      failed = run.failed();
      diversity =
          DiversityOfRun.measure(
              spark, output.directory(), plan.diversity(), plan.engine().batch());
    } catch (RuntimeException | FSError e) {
      if (RunOutput.isFull(e)) {
        throw new InvalidInputException(
            config.out().orElseThrow() + ": can't be written (No space left on device)");
      }
      output.write(record.with(Status.FAILED, Totals.NONE, null));
      throw e;
    }
    Status status = failed.isEmpty() ? Status.DONE : Status.PARTIAL;
    output.write(record.with(status, totals, diversity.orElse(null)));
    Path report = Report.write(output.directory(), conf(config));
    output.commit();
    tellFailed(failed);
    System.out.println(report.toUri().getPath());
    return failed.isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
  }

  private void tellFailed(List<String> failed) {
    if (!failed.isEmpty()) {
      int shown = Math.min(20, failed.size());
      err.printf(
          "prospector: %d prompts failed, their rows say why: %s%s%n",
          failed.size(),
          String.join(", ", failed.subList(0, shown)),
          shown < failed.size() ? ", …" : "");
    }
  }

  private static Configuration conf(SearchConfig config) {
    return FileSystems.configuration(config.spark());
  }

  private static SparkConf sparkConf(SearchConfig config) {
    SparkConf conf = new SparkConf();
    config.spark().forEach(conf::set);
    config.master().ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", "local[*]");
    String run = new RunDirectory(new Path(config.out().orElseThrow())).root().getName();
    conf.setIfMissing("spark.app.name", "prospector " + run);
    try {
      return SparkSettings.complete(conf);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(e.getMessage());
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
