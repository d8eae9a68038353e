package dev.prospector.jobs.command;

import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.jobs.bench.CheapSearch;
import dev.prospector.jobs.bench.RoundBench;
import dev.prospector.jobs.bench.RoundBench.Round;
import dev.prospector.jobs.config.SparkSecrets;
import dev.prospector.jobs.io.FileSystems;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench}: what the rounds of a search cost beside the model. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = BenchModelCommand.class,
    descriptionHeading = "%n",
    description = {
      "Measures on this machine what rounds cost beside the model: seconds in which no task ran, and"
          + " the driver's heap per prompt of a wave, if executors are other processes (--master)."
          + " The command model measures the model's part."
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {"", "Example:", "  prospector bench --prompts 1000 --candidates 10 --rounds 5"})
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = "zero-order",
      description = "zero-order, paths or pruning (default: ${DEFAULT-VALUE}).")
  private String algorithm;

  @Option(
      names = "--prompts",
      paramLabel = "N",
      defaultValue = "1000",
      description = "In one wave (default: ${DEFAULT-VALUE}).")
  private int prompts;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      defaultValue = "10",
      description = "Per prompt and round (default: ${DEFAULT-VALUE}).")
  private int candidates;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "(default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--master",
      paramLabel = "URL",
      defaultValue = "local[*]",
      description = "Spark's master (default: ${DEFAULT-VALUE}).")
  private String master;

  private CheapSearch search;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.executor.memory=8g. Repeatable.")
  private Map<String, String> conf = Map.of();

  @Override
  public Integer call() throws IOException {
    if (prompts < 2 || candidates < 1 || rounds < 2) {
      throw new InvalidInputException(
          "%d prompts, %d candidates, %d rounds; expected at least 2, 1 and 2"
              .formatted(prompts, candidates, rounds));
    }
    conf = SparkSecrets.resolve(conf);
    search =
        CheapSearch.named(algorithm)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "algorithm '%s', expected one of %s"
                            .formatted(algorithm, CheapSearch.names())));
    measure(prompts / 2, RoundBench::times); // What the JVM learns by it is not a round's cost.
    List<Round> times = measure(prompts, RoundBench::times);
    List<Double> heaps = master.startsWith("local[") ? List.of() : heaps();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%-48s %10s %10s %10s %14s%n", "round", "candidates", "seconds", "idle", "heap/prompt, B");
    for (int i = 0; i < times.size(); i++) {
      Round round = times.get(i);
      out.printf(
          "%-48s %10d %10.2f %10.3f %14s%n",
          round.name(),
          round.candidates(),
          round.seconds(),
          round.idle(),
          i < heaps.size() ? "%.0f".formatted(heaps.get(i)) : "-");
    }
    return ExitCode.DONE;
  }

  /** By round, bytes per prompt. Half, whole, half: what a JVM piles up by itself falls out. */
  private List<Double> heaps() throws IOException {
    List<Long> before = measure(prompts / 2, RoundBench::heaps);
    List<Long> whole = measure(prompts, RoundBench::heaps);
    List<Long> after = measure(prompts / 2, RoundBench::heaps);
    List<Double> heaps = new ArrayList<>();
    for (int i = 0; i < Math.min(whole.size(), Math.min(before.size(), after.size())); i++) {
      double half = (before.get(i) + after.get(i)) / 2.;
      heaps.add((whole.get(i) - half) / (prompts - prompts / 2));
    }
    return heaps;
  }

  private interface Measurement<T> {
    T of(JavaSparkContext spark, SearchPlan plan, RunDirectory directory, List<Prompt> wave);
  }

  private <T> T measure(int count, Measurement<T> measurement) throws IOException {
    java.nio.file.Path temporary = Files.createTempDirectory("prospector-bench");
    Configuration hadoop = FileSystems.configuration(conf);
    try {
      List<Prompt> wave = new ArrayList<>();
      for (int p = 0; p < count; p++) {
        wave.add(new Prompt(p, String.valueOf(p), "a red circle"));
      }
      SparkConf sparkConf = new SparkConf().setMaster(master).setAppName("prospector bench");
      conf.forEach(sparkConf::set);
      JavaSparkContext spark =
          new JavaSparkContext(SparkSettings.completeForSearchesAlone(sparkConf));
      Path run = new Path(temporary.resolve("run").toUri());
      return measurement.of(spark, plan(count, hadoop), new RunDirectory(run), wave);
    } finally {
      FileSystem.getLocal(hadoop).delete(new Path(temporary.toUri()), true);
    }
  }

  private SearchPlan plan(int count, Configuration hadoop) {
    SearchSpec spec =
        SearchSpec.builder()
            .bundle("shapes-s")
            .algorithm(search.algorithm())
            .verifier("detector")
            .heldOut()
            .batch(64)
            .wave(count)
            .setAll(search.settings(candidates, rounds))
            .build();
    return new SearchPlanner(hadoop).plan(spec, List.of()).plan();
  }
}
