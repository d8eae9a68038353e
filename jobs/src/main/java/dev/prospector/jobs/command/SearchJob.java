package dev.prospector.jobs.command;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.RunningSearch;
import dev.prospector.driver.api.SearchRequest;
import dev.prospector.driver.api.SearchResult;
import dev.prospector.driver.api.Spending;
import dev.prospector.driver.forecast.Forecast;
import dev.prospector.driver.record.Promise;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.secret.Redaction;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.doctor.SparkChecks;
import dev.prospector.jobs.io.FileSystems;
import dev.prospector.jobs.io.Prompts;
import dev.prospector.jobs.report.ForecastLines;
import dev.prospector.jobs.report.Outcome;
import dev.prospector.jobs.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** {@code search} and {@code resume}, once all their input has been found good. */
final class SearchJob {
  private final JobSettings settings;
  private final String out;
  private final Terminal terminal;
  private final RunUnderWay underWay;
  private final Redaction redaction;

  SearchJob(JobSettings settings, String out, RunProcess process) {
    this.settings = settings;
    this.out = out;
    this.terminal = process.terminal();
    this.underWay = process.run();
    this.redaction = process.redaction();
  }

  /** Notes that a user should read, though nothing is wrong. */
  void tell(List<String> notes) {
    notes.forEach(note -> say("note: " + note));
  }

  /** What is planned, and where it goes. */
  void tell(PlannedSearch search) {
    long candidates = search.candidates();
    say(
        "%s: %s by %s, %,d candidate%s per prompt"
            .formatted(
                out,
                search.plan().algorithm().name(),
                search.spec().target().verifier().orElseThrow(),
                candidates,
                candidates == 1 ? "" : "s"));
    say("NFE %,d per prompt, %,d in all at most".formatted(search.plan().nfe(), search.nfe()));
    Map<String, Object> values = search.spec().values();
    String dealt =
        Spending.DEALING.stream()
            .filter(key -> values.get(key) != null)
            .map(key -> key + " " + values.get(key))
            .collect(Collectors.joining(", "));
    if (!dealt.isEmpty()) {
      say("dealt by " + dealt);
    }
  }

  /** A line for the user. */
  void say(String line) {
    terminal.say(redaction.text(line));
  }

  /** What a search would cost and give, a line each. */
  List<String> lines(Forecast forecast) {
    SparkConf conf = SparkApplication.settings(settings.cluster(), "forecast");
    String like = redaction.text(forecast.like().name());
    return ForecastLines.of(forecast, like, Slots.of(conf));
  }

  int search(PlannedSearch planned, Optional<Forecast> forecast, ConsoleProgress progress) {
    Optional<Promise> promise =
        forecast.map(told -> told.promise(redaction.text(told.like().name())));
    return execute(
        planned,
        progress,
        prospector -> {
          SearchRequest request = prospector.search(sized(prospector, planned)).into(out);
          return promise.map(said -> request.promise(said)).orElse(request);
        });
  }

  private PlannedSearch sized(Prospector prospector, PlannedSearch planned) {
    PlannedSearch sized = prospector.sized(planned);
    if (planned.batchIsOpen() && !sized.batchIsOpen()) {
      tell(List.of("batches of %d images".formatted(sized.plan().engine().batch())));
    }
    return sized;
  }

  int resume(PlannedSearch planned, boolean takeOver, ConsoleProgress progress) {
    return execute(
        planned, progress, prospector -> prospector.resume(planned, out).takeOver(takeOver));
  }

  private int execute(
      PlannedSearch planned,
      ConsoleProgress progress,
      Function<Prospector, SearchRequest> request) {
    tell(planned.requireVerifier().warnings());
    Configuration conf = FileSystems.configuration(settings.cluster().sparkSettings());
    SparkConf sparkConf =
        SparkSettings.completeForSearchesAlone(
            SparkApplication.settings(settings.cluster(), new Path(out).getName()));
    tell(SparkApplication.warnings(sparkConf));
    SparkChecks.requireAnswer(sparkConf.get("spark.master"));
    SearchResult result;
    progress.phase("starting Spark");
    try (JavaSparkContext spark = new JavaSparkContext(sparkConf)) {
      progress.searching(planned.nfe(), executors(spark));
      RunningSearch running =
          request
              .apply(Prospector.on(spark))
              .listener(progress)
              .redaction(redaction)
              .remember(remembered(conf))
              .beforeCommit(
                  directory -> {
                    progress.phase("writing the report");
                    report(directory, conf);
                  })
              .start();
      underWay.begun(out, submittedTo(sparkConf), conf, running, progress::loss);
      result = running.result();
    } catch (RuntimeException | FSError e) {
      if (isDiskFull(e)) {
        throw new IllegalStateException(out + ": can't be written (No space left on device)", e);
      }
      throw e;
    }
    progress.close();
    return told(result, conf);
  }

  /** The cluster's master, where the run's own configuration does not have it. */
  private String submittedTo(SparkConf conf) {
    return SparkSettings.isInProcess(conf) || settings.cluster().master().isPresent()
        ? ""
        : conf.get("spark.master");
  }

  /** What it is resumed with, from whatever directory. */
  private Map<String, Object> remembered(Configuration conf) {
    Map<String, Object> remembered = settings.remembered(out);
    settings
        .files()
        .prompts()
        .ifPresent(file -> remembered.put("prompts", Prompts.located(file, conf)));
    return remembered;
  }

  private static void report(RunDirectory directory, Configuration conf) {
    try {
      Path unused = Report.write(directory, conf);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the report", e);
    }
  }

  private int told(SearchResult result, Configuration conf) {
    RunDirectory directory = new RunDirectory(new Path(result.directory().orElseThrow()));
    Outcome outcome = Outcome.of(directory, result.record(), conf);
    outcome.lines().forEach(this::say);
    for (Iterator<String> failed = outcome.failures().iterator(); failed.hasNext(); ) {
      String why = failed.next();
      say(failed.hasNext() ? why : why + underWay.remedy());
    }
    System.out.println(redaction.text(FileSystems.shown(directory.report())));
    return outcome.failures().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
  }

  private static boolean isDiskFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && message.contains("No space left on device")) {
        return true;
      }
    }
    return false;
  }

  /** Executors besides the driver; in process the driver itself is one. */
  private static LongSupplier executors(JavaSparkContext spark) {
    int drivers = spark.isLocal() ? 0 : 1;
    return () -> spark.sc().getExecutorMemoryStatus().size() - drivers;
  }
}
