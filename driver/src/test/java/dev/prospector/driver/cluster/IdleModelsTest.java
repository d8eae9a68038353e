package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.LeasePool.Counts;
import dev.prospector.executors.engine.Models;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class IdleModelsTest {
  private static final Prompt PROMPT = new Prompt(0, "a", "a red circle");

  @Test
  void modelsStayFromSearchToSearchUntilTheApplicationLetsThemGo() {
    SparkConf conf = new SparkConf().setMaster("local[2]").setAppName("idle");
    try (JavaSparkContext spark =
        new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf))) {
      IdleModels.release(spark);
      long before = Models.ofJvm().counts().loads();
      for (double guidance : new double[] {1, 2, 3}) {
        EngineSpec spec = new EngineSpec("shapes-s", "euler", guidance, List.of("brightness"), 4);
        SearchSpace space = EvaluatorContractTest.space(3);
        try (SparkEvaluator evaluator =
            EvaluatorContractTest.evaluator(spark, spec, List.of(PROMPT), space)) {
          assertThat(evaluator.evaluate(0, List.of(space.firstSample(PROMPT)))).hasSize(1);
        }
      }
      assertThat(Models.ofJvm().counts()).isEqualTo(new Counts(before + 1, 1, 1));
      IdleModels.release(spark);
      assertThat(Models.ofJvm().counts()).isEqualTo(new Counts(before + 1, 0, 0));
    }
  }
}
