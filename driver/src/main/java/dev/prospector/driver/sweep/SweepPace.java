package dev.prospector.driver.sweep;

import dev.prospector.driver.api.PlannedSearch;
import dev.prospector.driver.api.Prospector;
import dev.prospector.driver.api.SearchPlanner;
import dev.prospector.driver.api.SearchResult;
import dev.prospector.driver.api.SearchSpec;
import dev.prospector.driver.api.SearchSpecBuilder;
import dev.prospector.driver.api.Spending;
import dev.prospector.driver.record.RunRecord.Totals;
import dev.prospector.executors.candidate.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How fast the candidates of a sweep are drawn, from a short search with each of its models: two
 * batches for every slot, once everything is loaded, by random search with the settings of the
 * first run of that model. It tells how long the sweep takes if its other runs draw as many network
 * evaluations a second; those that fill no batch, or look at images more often, take longer.
 *
 * @param samples what was measured
 * @param seconds that all runs which are open take, at most
 */
public record SweepPace(List<Sample> samples, double seconds) {
  public SweepPace {
    samples = List.copyOf(samples);
  }

  /**
   * A short search.
   *
   * @param model its bundle
   * @param candidates that it drew
   * @param nfe that they cost
   * @param seconds that it took
   */
  public record Sample(String model, long candidates, long nfe, double seconds) {}

  /** What weights are drawn with, and how large. */
  private static final List<String> MODEL = List.of("bundle", "height", "width", "search-dtype");

  /** Of a run's settings, those that a short random search does without. */
  private static final List<String> OTHERWISE =
      List.of("algorithm-options", "budget", "diverse", "top-k");

  /** Measures; nothing is written. */
  public static SweepPace of(JavaSparkContext spark, SweepPlan plan, List<Prompt> prompts) {
    Map<String, List<PlannedRun>> byModel = new LinkedHashMap<>();
    for (PlannedRun run : plan.open()) {
      Map<String, Object> model = new TreeMap<>(run.spec().orElseThrow().values());
      model.keySet().retainAll(MODEL);
      byModel.computeIfAbsent(model.toString(), key -> new ArrayList<>()).add(run);
    }
    List<Sample> samples = new ArrayList<>();
    double seconds = 0;
    for (List<PlannedRun> runs : byModel.values()) {
      Sample sample = sample(spark, runs.get(0).spec().orElseThrow(), prompts);
      long nfe = runs.stream().mapToLong(PlannedRun::nfe).sum();
      seconds += sample.seconds() * nfe / Math.max(1, sample.nfe());
      samples.add(sample);
    }
    return new SweepPace(samples, seconds);
  }

  private static Sample sample(JavaSparkContext spark, SearchSpec of, List<Prompt> prompts) {
    SearchSpecBuilder builder = of.toBuilder().algorithm("random");
    Stream.concat(OTHERWISE.stream(), Spending.DEALING.stream())
        .forEach(key -> builder.set(key, null));
    SearchSpec one = builder.candidates(1).build();
    Prospector prospector = Prospector.on(spark);
    PlannedSearch first =
        new SearchPlanner(spark.hadoopConfiguration()).plan(one, prompts.subList(0, 1));
    SearchResult unused = prospector.search(first).run();
    int wanted = 2 * spark.defaultParallelism() * first.plan().engine().batch();
    int some = Math.min(prompts.size(), wanted);
    SearchSpec spec = one.toBuilder().candidates((wanted + some - 1) / some).build();
    Totals totals = prospector.search(spec).prompts(prompts.subList(0, some)).run().totals();
    return new Sample(
        of.model().bundle(), totals.candidates(), totals.nfeCredited(), totals.seconds());
  }
}
