package dev.prospector.driver.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManagerId;
import scala.collection.Iterator;

/**
 * Where the tasks of a round go that does not fill the cluster: to the executors that came first,
 * round after round. Spark would deal them out at random, so that with dynamic allocation no
 * executor were ever idle for long, and none given back while the last prompts are searched for.
 */
final class FirstExecutors {
  private final List<String> places;
  private final int slots;

  private FirstExecutors(List<String> places, int slots) {
    this.places = places;
    this.slots = slots;
  }

  static FirstExecutors of(JavaSparkContext spark) {
    List<BlockManagerId> executors = new ArrayList<>();
    Iterator<BlockManagerId> all =
        SparkEnv.get().blockManager().master().getMemoryStatus().keysIterator();
    while (all.hasNext()) {
      BlockManagerId one = all.next();
      if (!one.isDriver()) {
        executors.add(one);
      }
    }
    executors.sort(
        Comparator.<BlockManagerId>comparingInt(one -> one.executorId().length())
            .thenComparing(BlockManagerId::executorId));
    int cores = spark.getConf().getInt("spark.task.cpus", 1) * Math.max(1, executors.size());
    return new FirstExecutors(
        executors.stream().map(FirstExecutors::place).toList(),
        Math.max(1, spark.defaultParallelism() / cores));
  }

  /** As Spark writes the location of an executor. */
  static String place(BlockManagerId executor) {
    return "executor_" + executor.host() + "_" + executor.executorId();
  }

  /** Of a task of the round; empty if it has more tasks than there is room for, or no executors. */
  String place(int task, int tasks) {
    return tasks < places.size() * slots ? places.get(task / slots) : "";
  }
}
