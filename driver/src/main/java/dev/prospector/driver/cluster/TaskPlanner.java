package dev.prospector.driver.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/** Deals a round's batches to tasks, and tasks to executors. */
final class TaskPlanner {
  /** A task is at most this part of a slot's share of what is left, so that all end together. */
  private static final int TASKS_PER_SHARE = 2;

  /** Few enough batches per task that progress is seen, and little is lost with an executor. */
  private static final int BATCHES_PER_TASK = 8;

  private TaskPlanner() {}

  /**
   * By task, its batches. The dearest tasks come first, and the less is left the smaller they get:
   * whoever is slow holds up a round by little.
   *
   * @param apart whether neighbours go to different tasks, so that one prompt's candidates spread
   *     over executors; otherwise they stay together, beside what they go on from
   * @param cost of a batch, in whatever unit
   */
  static <B> List<List<B>> of(int slots, List<B> batches, boolean apart, ToLongFunction<B> cost) {
    List<B> order = apart ? apart(slots, batches) : batches;
    if (apart) {
      order.sort(dearestFirst(cost));
    }
    long left = order.stream().mapToLong(cost).sum();
    List<List<B>> tasks = new ArrayList<>();
    for (int from = 0; from < order.size(); from += tasks.get(tasks.size() - 1).size()) {
      long share = left / ((long) TASKS_PER_SHARE * slots);
      List<B> task = new ArrayList<>();
      long before = left;
      do {
        B batch = order.get(from + task.size());
        task.add(batch);
        left -= cost.applyAsLong(batch);
      } while (before - left < share
          && task.size() < BATCHES_PER_TASK
          && from + task.size() < order.size());
      tasks.add(task);
    }
    tasks.sort(dearestFirst(task -> task.stream().mapToLong(cost).sum()));
    return tasks;
  }

  /** The same with neighbours far from each other. */
  private static <B> List<B> apart(int slots, List<B> batches) {
    List<B> order = new ArrayList<>();
    int stride = Math.max(slots, batches.size() / BATCHES_PER_TASK);
    for (int first = 0; first < stride; first++) {
      for (int batch = first; batch < batches.size(); batch += stride) {
        order.add(batches.get(batch));
      }
    }
    return order;
  }

  private static <T> Comparator<T> dearestFirst(ToLongFunction<T> cost) {
    return Comparator.comparingLong(cost).reversed();
  }

  /**
   * One partition per task, preferred by the executor that holds what its first batch needs; where
   * none does, by the first.
   */
  static JavaRDD<TaskInput> distribute(
      JavaSparkContext spark, List<List<SerializedBatch>> tasks, Blocks blocks) {
    FirstExecutors executors = FirstExecutors.of(spark);
    // Of Scala's two Seq, Spark 3.5 names one in a signature and Spark 4 the other: inference finds
    // it.
    return spark
        .sc()
        .makeRDD(
            scala(
                map(
                    IntStream.range(0, tasks.size()).boxed().toList(),
                    task -> {
                      TaskInput assignment = new TaskInput(tasks.get(task));
                      String held = blocks.place(assignment.block(0));
                      String place = held.isEmpty() ? executors.place(task, tasks.size()) : held;
                      List<String> preferred = place.isEmpty() ? List.of() : List.of(place);
                      return new Tuple2<>(assignment, scala(preferred));
                    })),
            ClassTag$.MODULE$.<TaskInput>apply(TaskInput.class))
        .toJavaRDD();
  }

  private static <A, B> List<B> map(List<A> list, Function<A, B> function) {
    return list.stream().map(function).toList();
  }

  private static <T> Seq<T> scala(List<T> list) {
    return JavaConverters.asScalaBufferConverter(list).asScala().toList();
  }
}
