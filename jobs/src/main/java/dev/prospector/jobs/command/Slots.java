package dev.prospector.jobs.command;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** How many tasks run at a time. */
final class Slots {
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*).*)?");

  private Slots() {}

  /** As far as it can be told before Spark starts. */
  static OptionalInt of(SparkConf conf) {
    Matcher local = LOCAL.matcher(conf.get("spark.master"));
    int cores;
    if (local.matches()) {
      String threads = local.group(1) == null ? "1" : local.group(1);
      cores =
          threads.equals("*")
              ? Runtime.getRuntime().availableProcessors()
              : Integer.parseInt(threads);
    } else if (conf.contains("spark.task.resource.gpu.amount")) {
      return OptionalInt.empty(); // How many there are the cluster knows.
    } else if (conf.contains("spark.cores.max")) {
      cores = conf.getInt("spark.cores.max", 0);
    } else {
      cores = conf.getInt("spark.executor.instances", 0) * conf.getInt("spark.executor.cores", 1);
    }
    int slots = cores / conf.getInt("spark.task.cpus", 1);
    return slots > 0 ? OptionalInt.of(slots) : OptionalInt.empty();
  }
}
