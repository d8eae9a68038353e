package dev.prospector.driver.api;

import dev.prospector.executors.candidate.Prompt;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** An application of somebody else's, and what it searches for. */
final class SomebodyElses {
  static final SearchSpec SPEC =
      SearchSpec.builder().bundle("shapes-s").steps(4).candidates(3).heldOut("composition").build();

  static final SearchSpec ROUNDS =
      SPEC.toBuilder().algorithm("zero-order").candidates(9).seed(5).build();

  static final List<Prompt> PROMPTS =
      List.of(
          new Prompt(0, "first", "a red circle", Map.of("source", "x")),
          new Prompt(1, "second", "two blue squares", Map.of("source", "y")),
          new Prompt(2, "third", "a green cross", Map.of("source", "z")));

  private SomebodyElses() {}

  /** Its context, which knows nothing of Prospector. */
  static JavaSparkContext context() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("somebody else's")
            .set("spark.scheduler.mode", "FAIR")
            .set("spark.ui.enabled", "false"));
  }
}
