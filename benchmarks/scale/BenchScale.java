import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prospector.driver.cluster.RunListener;
import dev.prospector.driver.record.RunDirectory;
import dev.prospector.driver.record.RunLease;
import dev.prospector.driver.run.DirectoryStore;
import dev.prospector.driver.run.ModelTrajectories;
import dev.prospector.driver.run.SearchPlan;
import dev.prospector.driver.run.SearchRun;
import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.search.BudgetPolicy;
import dev.prospector.driver.search.Algorithms;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.driver.search.WeightedSum;
import dev.prospector.driver.search.WinnerSelection;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.sampling.FlowSchedule;
import dev.prospector.executors.sampling.ForwardProcess;
import dev.prospector.executors.sampling.Samplers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Searches with all of their driver, Spark's scheduler, log and results included, whose executors
 * answer at a given speed and compute nothing: what is left is what the driver costs. Each argument
 * is one search, {@code "key=value key=value …"}, and a line of JSON comes of each. bench_scale.py
 * has the searches, and makes tables of the lines.
 */
public final class BenchScale {

  /** What a search is told where its argument says nothing. */
  private static final Map<String, String> USUAL =
      Map.ofEntries(
          Map.entry("table", ""),
          Map.entry("slots", "10"),
          Map.entry("master", ""), // local[slots]
          Map.entry("rate", "0"), // candidates a second of each slot; 0 answers at once
          Map.entry("batch", "16"),
          Map.entry("prompts", "1000"),
          Map.entry("candidates", "16"),
          Map.entry("wave", "0"), // as for searches that are not told
          Map.entry("algorithm", "random"),
          Map.entry("options", ""), // of the algorithm: name:value,name:value
          Map.entry("failing", "0"), // of 1,000 tasks
          Map.entry("slow", "0"), // of 1,000 tasks
          Map.entry("counted", "false"), // what is asked of the file system
          Map.entry("sizes", "false")); // bytes of tasks as they are sent, which takes time

  private static final int STEPS = 4;

  private BenchScale() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("scale");
    ObjectMapper json = new ObjectMapper();
    for (String arg : args) {
      Map<String, String> told = new HashMap<>(USUAL);
      for (String pair : arg.split(" ")) {
        told.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
      Path run = folder.resolve("run");
      System.out.println(json.writeValueAsString(search(told, run)));
      delete(run);
    }
    delete(folder);
  }

  private static Map<String, Object> search(Map<String, String> told, Path run) throws Exception {
    int count = Integer.parseInt(told.get("prompts"));
    List<Prompt> prompts =
        IntStream.range(0, count)
            .mapToObj(i -> new Prompt(i, "prompt-" + i, "a red circle left of blue square " + i))
            .toList();
    SearchPlan plan = plan(told, count);
    boolean counted = Boolean.parseBoolean(told.get("counted"));
    String master = told.get("master");
    SparkConf conf =
        new SparkConf()
            .setMaster(master.isEmpty() ? "local[" + told.get("slots") + ",9]" : master)
            .setAppName("scale")
            .set("spark.plugins", "dev.prospector.driver.cluster.SearchMetrics")
            .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .set("spark.hadoop.fs.counted.impl", CountedFiles.class.getName());
    Map<String, Object> found = new LinkedHashMap<>(told);
    try (JavaSparkContext spark =
        new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf))) {
      spark.setLogLevel("OFF");
      TaskCounts tasks = new TaskCounts(Boolean.parseBoolean(told.get("sizes")));
      spark.sc().addSparkListener(tasks);
      RunDirectory directory =
          new RunDirectory(
              new org.apache.hadoop.fs.Path(
                  (counted ? CountedFiles.SCHEME : "file") + "://" + run.toAbsolutePath()));
      Rounds rounds = new Rounds();
      System.gc();
      long began;
      double seconds;
      try (DriverMeter meter = new DriverMeter();
          RunLease lease = RunLease.take(directory, false, spark.hadoopConfiguration())) {
        began = System.nanoTime();
        DirectoryStore store =
            new DirectoryStore(directory, plan, lease, spark.hadoopConfiguration());
        new SearchRun(spark, plan, store, rounds).search(prompts);
        seconds = (System.nanoTime() - began) * 1e-9;
        found.put("cpu", meter.read());
      }
      found.put("seconds", seconds);
      found.put("calls", CountedFiles.calls());
      found.put("rounds", rounds.seconds.size());
      found.put("round", rounds.median());
      found.put("evaluated", rounds.candidates);
      spark.stop(); // Flushes what listeners are still to hear.
      found.putAll(tasks.read());
    }
    found.put("files", files(run));
    return found;
  }

  private static SearchPlan plan(Map<String, String> told, int prompts) {
    ForwardProcess flow = new ForwardProcess.RectifiedFlow();
    ModelTrajectories trajectories =
        new ModelTrajectories(new FlowSchedule(1), Samplers.named("euler", flow), flow);
    SearchSpace space = new SearchSpace(7, trajectories, STEPS, STEPS, WeightedSum.ofOne(), 1);
    Map<String, String> options = new TreeMap<>();
    for (String option : told.get("options").split(",")) {
      if (!option.isEmpty()) {
        options.put(option.split(":")[0], option.split(":")[1]);
      }
    }
    EngineSpec spec =
        new EngineSpec(
            "shapes-s", "euler", 1, List.of("match", "composition"), number(told, "batch"));
    int half = prompts < 100 ? prompts : Math.min(1000, (prompts + 1) / 2);
    return new SearchPlan(
        new SimulatedExecutors(
            spec,
            Double.parseDouble(told.get("rate")),
            number(told, "failing"),
            number(told, "slow")),
        Map.of(),
        Algorithms.named(told.get("algorithm"), space, options),
        space,
        (long) STEPS * number(told, "candidates"),
        BudgetPolicy.UNIFORM,
        WinnerSelection.BY_PROMPT,
        "",
        number(told, "wave") > 0 ? number(told, "wave") : half,
        false);
  }

  private static int number(Map<String, String> told, String key) {
    return Integer.parseInt(told.get(key));
  }

  /** Number and bytes of what a run left, by the folder below its root and the kind of file. */
  private static Map<String, long[]> files(Path run) throws IOException {
    Map<String, long[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String kind = run.relativize(file).getName(0) + " " + file.toString().replaceAll(".*\\.", "");
        long[] sum = files.computeIfAbsent(kind, unused -> new long[2]);
        sum[0]++;
        sum[1] += Files.size(file);
      }
    }
    return files;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Times rounds, each from when it goes to the executors until it is in the log. */
  private static final class Rounds implements RunListener {
    private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
    private long candidates;

    @Override
    public RunListener ofWave(int wave) {
      return new RunListener() {
        private long began;

        @Override
        public void roundStarted(String name, int some, long nfe, LongSupplier evaluated) {
          began = System.nanoTime();
          candidates += some;
        }

        @Override
        public void roundDone(long nfe, double bestMean, double mean) {
          seconds.add((System.nanoTime() - began) * 1e-9);
        }
      };
    }

    double median() {
      return seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElse(Double.NaN);
    }
  }
}
