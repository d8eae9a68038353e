package dev.prospector.driver.cluster;

import dev.prospector.driver.input.InvalidInputException;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.Trials;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/**
 * Asks executors what they draw trials of half precision with. Who can't is met before a search
 * begins, and not in its middle; one that comes later is held against the answer when it draws.
 *
 * @param spec of the search
 */
public record TrialsProbe(EngineSpec spec) implements Function<Integer, String> {
  private static final String DESCRIPTION = "spark.job.description";

  /** The instructions; empty if there are none. */
  @Override
  public String call(Integer unused) {
    return Trials.found(spec, TaskGpu.address()).orElse("");
  }

  /**
   * Runs as many tasks as the cluster takes at a time, if trials are drawn otherwise than images.
   *
   * @return the instructions of all; empty if trials are drawn as images are
   * @throws InvalidInputException if an executor has none, or they differ
   */
  public static Optional<String> on(JavaSparkContext spark, EngineSpec spec) {
    Trials trials = spec.model().trials();
    if (!trials.differ()) {
      return Optional.empty();
    }
    String before = spark.getLocalProperty(DESCRIPTION);
    spark.setJobDescription("what trials are drawn with in " + trials.dtype());
    int tasks = spark.defaultParallelism();
    List<String> found =
        spark
            .parallelize(Collections.nCopies(tasks, 0), tasks)
            .map(new TrialsProbe(spec))
            .collect()
            .stream()
            .distinct()
            .sorted()
            .toList();
    spark.setLocalProperty(DESCRIPTION, before); // A session's caller goes on in this thread.
    if (found.contains("")) {
      throw new InvalidInputException(trials.refusal());
    }
    if (found.size() > 1) {
      throw new InvalidInputException(
          "search-dtype was %s, and executors draw in it with %s, which round differently; expected machines of one kind, or no search-dtype"
              .formatted(trials.dtype(), String.join(" and ", found)));
    }
    return Optional.of(found.get(0));
  }
}
