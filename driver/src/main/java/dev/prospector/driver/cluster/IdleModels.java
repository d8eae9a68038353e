package dev.prospector.driver.cluster;

import dev.prospector.executors.engine.LeasePool;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;

/** Models and verifiers that stay loaded though no search uses them. */
public final class IdleModels {
  private IdleModels() {}

  private record Release() implements VoidFunction<Iterator<Integer>> {
    @Override
    public void call(Iterator<Integer> nothing) {
      LeasePool.ofJvm().releaseIdle();
    }
  }

  /**
   * Lets this process and the executors go of them. Spark deals tasks to executors in turn, so one
   * per slot reaches every executor that has a slot free; one that is busy may keep what is idle
   * until something else needs its room.
   */
  public static void release(JavaSparkContext spark) {
    LeasePool.ofJvm().releaseIdle();
    int slots = spark.defaultParallelism();
    spark.parallelize(Collections.nCopies(slots, 0), slots).foreachPartition(new Release());
  }
}
