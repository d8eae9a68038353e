package dev.prospector.jobs.command;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.api.SearchSpecBuilder;
import dev.prospector.driver.api.Spending;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.jobs.bench.ModelBench;
import dev.prospector.jobs.config.JobSettings;
import dev.prospector.jobs.io.FileSystems;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench model}: candidates per second of a bundle on a cluster. */
@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    descriptionHeading = "%n",
    description =
        "Measures how many candidates a second a cluster draws and judges with a model, and where"
            + " the time goes: best of many for one prompt, once the model is loaded.",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Examples:",
      "  prospector bench model shapes-b",
      "  prospector bench model models/sdxl --prompt \"a red fox\" --master spark://host:7077"
    })
final class BenchModelCommand implements Callable<Integer> {
  /** What a plan for a week is made of. */
  private static final int PROMPTS = 1000;

  private static final int CANDIDATES = 16;
  private static final String PLAN = "%d prompts of %d candidates take %s hours";

  private static final int DAY = 86_400;

  /** What the bench chooses by itself, or what would end its searches early. */
  private static final List<String> CHOSEN =
      Stream.concat(Stream.of("candidates", "budget", "seed"), Spending.DEALING.stream()).toList();

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "BUNDLE", description = "An embedded bundle's name or a directory.")
  private String bundle;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = "a red circle",
      description = "What to draw. Default: ${DEFAULT-VALUE}.")
  private String prompt;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of search, such as batch=32, steps=20, verifier=realism, but for those that"
              + " say how many candidates are drawn. Repeatable.")
  private Map<String, String> settings = Map.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "60",
      description =
          "To take, above 0 and at most a day; at least as long as three batches of each slot."
              + " Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--master", paramLabel = "URL", description = "Spark's. Default: this process.")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A setting of Spark, such as spark.executor.memory=8g. Repeatable.")
  private List<String> conf = List.of();

  @Override
  public Integer call() {
    requireMeasurable();
    SearchSpecBuilder asked = SearchSpec.builder().bundle(bundle);
    new TreeMap<>(settings).forEach(asked::set);
    Map<String, String> given = Reach.settings(conf);
    PlannedSearch planned =
        new SearchPlanner(FileSystems.configuration(given))
            .plan(asked.build(), List.of(new Prompt(0, "0", prompt)));
    JobSettings.Cluster cluster = new JobSettings.Cluster(Optional.ofNullable(master), Map.of());
    SparkConf spark = SparkApplication.settings(cluster, "bench model");
    given.forEach(spark::set);
    try (JavaSparkContext context = new JavaSparkContext(Prospector.configure(spark))) {
      Prospector prospector = Prospector.on(context);
      int batch = prospector.sized(planned).plan().engine().batch();
      int slots = context.defaultParallelism();
      SearchSpec search = asked.batch(batch).build();
      say(planned, ModelBench.of(prospector, search, prompt, slots, batch, seconds));
    }
    return ExitCode.DONE;
  }

  private void requireMeasurable() {
    if (!(seconds > 0 && seconds <= DAY)) {
      throw new InvalidInputException(
          "--seconds was %s, expected a number above 0, %d at most".formatted(seconds, DAY));
    }
    for (String key : CHOSEN) {
      if (settings.containsKey(key)) {
        throw new InvalidInputException(
            "--set %s=%s was given, expected none: bench model chooses how many candidates are drawn"
                .formatted(key, settings.get(key)));
      }
    }
  }

  private void say(PlannedSearch planned, ModelBench found) {
    PrintWriter out = command.commandLine().getOut();
    SearchSpec spec = planned.spec();
    row(out, "model", planned.bundle().name());
    row(out, "steps", "%d".formatted(spec.sampling().steps().orElseThrow()));
    row(out, "verifiers", String.join(", ", planned.plan().engine().verifiers()));
    row(out, "slots", "%d, batches of %d".formatted(found.slots(), found.batch()));
    row(out, "loading", decimal(found.loading()) + " s");
    row(out, "measured", "%,d in %s s".formatted(found.candidates(), decimal(found.seconds())));
    double each = found.rate() / found.slots();
    row(out, "candidates/s", decimal(found.rate()) + ", " + decimal(each) + " a slot");
    found.stages().forEach((stage, ms) -> row(out, stage, decimal(ms) + " ms a candidate"));
    row(out, "in stages", decimal(100 * found.busy()) + " % of the slots' time");
    double hours = (double) PROMPTS * CANDIDATES / found.rate() / 3600;
    row(out, "to plan with", PLAN.formatted(PROMPTS, CANDIDATES, decimal(hours)));
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  private static void row(PrintWriter out, String name, String value) {
    out.printf("%-14s %s%n", name, value);
  }
}
