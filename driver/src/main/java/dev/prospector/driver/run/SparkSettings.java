package dev.prospector.driver.run;

import dev.prospector.driver.cluster.SearchMetrics;
import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.spark.ProspectorPlugin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;

/** The Spark settings that a search needs, each with its reason; a user's own settings win. */
public final class SparkSettings {
  private static final Map<String, String> DEFAULTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("spark.serializer", "org.apache.spark.serializer.KryoSerializer"),
              Map.entry("spark.kryo.registrator", DriverRegistrator.class.getName()),
              Map.entry(
                  "spark.plugins",
                  ProspectorPlugin.class.getName() + "," + SearchMetrics.class.getName()),
              // Recipes have no locality; waiting for it leaves devices idle.
              Map.entry("spark.locality.wait", "0s"),
              // A copy of a task burns a whole device.
              Map.entry("spark.speculation", "false"),
              // A round is one job, and its outcomes, which come back, may be more than 1 GiB: it
              // would be ended when they are paid for.
              Map.entry("spark.driver.maxResultSize", "0"),
              // Loading a large model can starve heartbeats.
              Map.entry("spark.network.timeout", "600s"),
              Map.entry("spark.ui.showConsoleProgress", "false"),
              // Executors compute in native code; compiled as eagerly as by default, what little is
              // Java's keeps a core busy for half a minute.
              Map.entry(
                  "spark.executor.defaultJavaOptions",
                  "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
                      + " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"),
              Map.entry("spark.executorEnv.DJL_OFFLINE", "true"),
              Map.entry("spark.executorEnv.OPT_OUT_TRACKING", "true"),
              Map.entry("spark.executorEnv.PYTORCH_FLAVOR", "cpu")));

  /** What the launcher says of the allocator. */
  private static final List<String> ALLOCATION =
      List.of("LD_PRELOAD", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_");

  private static final String REGISTRATION = "spark.kryo.registrationRequired";
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String TASK_GPUS = "spark.task.resource.gpu.amount";
  private static final String LOOPBACK = "127.0.0.1";

  private SparkSettings() {}

  /**
   * Completes a configuration.
   *
   * @throws InvalidInputException if speculation is on, tasks would share a GPU, leave it idle or
   *     wait for it in vain, or Spark won't understand a value
   */
  public static SparkConf complete(SparkConf conf) {
    return complete(conf, System.getenv());
  }

  /** As {@link #complete(SparkConf)}, with this process's environment. */
  static SparkConf complete(SparkConf conf, Map<String, String> environment) {
    SparkValues.require(conf);
    // A path may not be there on other machines. Where a name is not, the loader says so and goes
    // on.
    ALLOCATION.stream()
        .filter(name -> !environment.getOrDefault(name, "/").contains("/"))
        .forEach(name -> conf.setIfMissing("spark.executorEnv." + name, environment.get(name)));
    // As many threads as a task has cores; threads that fight for cores lose 3x.
    conf.setIfMissing(
        "spark.executorEnv.OMP_NUM_THREADS", Integer.toString(conf.getInt("spark.task.cpus", 1)));
    DEFAULTS.forEach(conf::setIfMissing);
    requireNoSpeculation(conf);
    requireGpuOfItsOwn(conf);
    if (isInProcess(conf)) {
      // Nobody looks at it, and its port may be taken.
      conf.setIfMissing("spark.ui.enabled", "false");
      bindToLoopback(conf);
    }
    return conf;
  }

  /**
   * Completes the configuration of a context that nothing but searches run in. A class without a
   * serializer of ours is found there in the first test, and not on a cluster; whoever has jobs of
   * his own has classes that nobody registers, such as those of DataFrames.
   *
   * @throws InvalidInputException as {@link #complete}
   */
  public static SparkConf completeForSearchesAlone(SparkConf conf) {
    return complete(conf.setIfMissing(REGISTRATION, "true"));
  }

  /** Whether driver and executor are one process, with nobody to talk to but itself. */
  public static boolean isInProcess(SparkConf conf) {
    return conf.get("spark.master", "").matches("local(\\[.*)?");
  }

  /** Whether tasks are given a GPU. */
  public static boolean givesGpus(SparkConf conf) {
    return conf.contains(TASK_GPUS);
  }

  /** RPC and blocks; whoever has named an address of this machine has decided already. */
  private static void bindToLoopback(SparkConf conf) {
    if (System.getenv("SPARK_LOCAL_IP") == null
        && !conf.contains("spark.driver.host")
        && !conf.contains("spark.driver.bindAddress")) {
      conf.set("spark.driver.host", LOOPBACK).set("spark.driver.bindAddress", LOOPBACK);
    }
  }

  /**
   * Checks the configuration of a context that somebody else has made.
   *
   * @throws InvalidInputException if it does not go with searches
   */
  public static void require(SparkConf conf) {
    requireNoSpeculation(conf);
    requireGpuOfItsOwn(conf);
    boolean kryo = conf.get("spark.serializer", "").endsWith("KryoSerializer");
    String registrators = conf.get("spark.kryo.registrator", "");
    if (kryo && !List.of(registrators.split(",", -1)).contains(DriverRegistrator.class.getName())) {
      throw new InvalidInputException(
          "spark.kryo.registrator was \"%s\", expected %s among it: Kryo can't serialise records by itself"
              .formatted(registrators, DriverRegistrator.class.getName()));
    }
  }

  private static void requireNoSpeculation(SparkConf conf) {
    if (conf.getBoolean("spark.speculation", false)) {
      throw new InvalidInputException(
          "spark.speculation is true, expected false: a speculative task doubles what a search"
              + " costs and can't change its result");
    }
  }

  /**
   * Two tasks on one GPU fight for its memory; a GPU that no task asks for is paid for and idle;
   * one that Spark does not give out is waited for.
   */
  private static void requireGpuOfItsOwn(SparkConf conf) {
    String executor = conf.get(EXECUTOR_GPUS, "0");
    String task = conf.get(TASK_GPUS, "0");
    boolean none = executor.equals("0") && task.equals("0");
    if (!none && !(executor.matches("[1-9]\\d*") && task.matches("1(\\.0*)?"))) {
      throw new InvalidInputException(
          "%s was %s with %s %s, expected 1 with 1 or more: a task has one GPU, for itself"
              .formatted(TASK_GPUS, task, EXECUTOR_GPUS, executor));
    }
    if (isInProcess(conf) && givesGpus(conf)) {
      throw new InvalidInputException(
          "%s is set with spark.master %s, expected a cluster: Spark gives out no GPU in process and waits for one forever; a standalone cluster of one worker will do"
              .formatted(TASK_GPUS, conf.get("spark.master")));
    }
  }
}
