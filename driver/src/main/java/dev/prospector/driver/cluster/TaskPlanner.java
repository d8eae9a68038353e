package dev.prospector.driver.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag$;

/** Deals a round's batches to tasks, and tasks to executors. */
final class TaskPlanner {
  /** Enough tasks per slot that a slow executor does not hold up the round. */
  private static final int TASKS_PER_SLOT = 4;

  /** Few enough batches per task that progress is seen, and little is lost with an executor. */
  private static final int BATCHES_PER_TASK = 8;

  private TaskPlanner() {}

  /**
   * By task, its batches. Tasks are of equal size, whatever survived where.
   *
   * @param apart whether neighbours go to different tasks, so that one prompt's candidates spread
   *     over executors; otherwise they stay together, beside what they go on from
   */
  static <B> List<List<B>> of(int slots, List<B> batches, boolean apart) {
    int wanted = Math.max(TASKS_PER_SLOT * slots, batches.size() / BATCHES_PER_TASK);
    int count = Math.min(batches.size(), wanted);
    List<List<B>> tasks = new ArrayList<>();
    for (int task = 0; task < count; task++) {
      tasks.add(new ArrayList<>());
    }
    for (int batch = 0; batch < batches.size(); batch++) {
      int task = apart ? batch % count : (int) ((long) batch * count / batches.size());
      tasks.get(task).add(batches.get(batch));
    }
    return tasks;
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
