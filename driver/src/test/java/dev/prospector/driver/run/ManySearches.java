package dev.prospector.driver.run;

import dev.prospector.driver.cluster.Quiet;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.search.RandomSearch;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.LeasePool;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.ModelSpec;
import dev.prospector.executors.engine.Models;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.Samplers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An application that searches many times, each time with other settings than the time before. It
 * uses one model all the time, and searches with this and another one in turn; whatever else a
 * search has loaded is let go of when it has ended.
 */
final class ManySearches {
  /** The word before what is said of a search. */
  static final String HELD = "held";

  private static final int PAGE = 4096;
  private static final List<Prompt> PROMPTS =
      List.of(new Prompt(0, "a", "a red circle"), new Prompt(1, "b", "two blue squares"));

  private ManySearches() {}

  /**
   * Searches, and prints after each search how many bytes of the process are resident, how many of
   * its heap are in use, how often models have been loaded and how many are open.
   *
   * @param args how often to search, and a directory for the runs
   */
  public static void main(String[] args) throws IOException {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("many searches");
    HadoopFiles files = new HadoopFiles(new Configuration());
    EngineSpec used = spec(0, "euler", List.of());
    try (JavaSparkContext spark =
            new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf));
        Engine engine = Engine.of(used, OptionalInt.empty(), files)) {
      engine.encode(PROMPTS);
      for (int search = 0; search < Integer.parseInt(args[0]); search++) {
        Path run = Path.of(args[1], Integer.toString(search));
        RunDirectory directory = new RunDirectory(new org.apache.hadoop.fs.Path(run.toUri()));
        SearchPlan plan = plan(search);
        try (RunLease lease = RunLease.take(directory, false, spark.hadoopConfiguration())) {
          RunStore store = new DirectoryStore(directory, plan, lease, spark.hadoopConfiguration());
          new SearchRun(spark, plan, store, Quiet.IT).search(PROMPTS);
        }
        LeasePool.ofJvm().releaseIdle();
        Counts models = Models.ofJvm().counts();
        System.gc();
        Runtime heap = Runtime.getRuntime();
        long inUse = heap.totalMemory() - heap.freeMemory();
        System.out.printf(
            "%s %d %d %d %d%n", HELD, resident(), inUse, models.loads(), models.open());
      }
    }
  }

  private static long resident() throws IOException {
    return PAGE * Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1]);
  }

  /** Of eight kinds, in turn. */
  private static SearchPlan plan(int search) {
    int kind = search % 8;
    String sampler = List.of("euler", "heun", "euler-ancestral").get(kind % 3);
    int steps = 2 + kind / 4;
    ForwardProcess flow = new ForwardProcess.RectifiedFlow();
    ModelTrajectories trajectories =
        new ModelTrajectories(new FlowSchedule(1), Samplers.named(sampler, flow), flow);
    SearchSpace space = new SearchSpace(search, trajectories, steps, steps, WeightedSum.ofOne(), 1);
    return new SearchPlan(
        spec(kind, sampler, List.of("detector", "brightness")),
        Map.of(),
        new RandomSearch(space),
        space,
        24,
        WinnerSelection.BY_PROMPT,
        "",
        2,
        false);
  }

  private static EngineSpec spec(int kind, String sampler, List<String> verifiers) {
    return new EngineSpec(
        new ModelSpec(kind % 2 == 0 ? "shapes-s" : "shapes-b", null, "", kind == 7),
        sampler,
        kind < 4 ? 1 : 2,
        verifiers,
        verifiers.size(),
        Map.of(),
        "",
        List.of(16, 32, 64).get(kind / 3));
  }
}
