package dev.prospector.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prospector.driver.run.SparkSettings;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.bundle.ModelBundle;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Tasks reach file systems as the driver's context does. */
class TaskFilesTest {
  private static final Prompt PROMPT = new Prompt(0, "a", "a red circle");

  /** Only the context's settings say what {@code viewfs://models} is. */
  @Test
  void aTaskFindsABundleWhereTheContextsSettingsSay() {
    ModelBundle embedded = ModelBundle.of("shapes-s", new HadoopFiles(new Configuration()));
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("files")
            .set(
                "spark.hadoop.fs.viewfs.mounttable.models.link./shapes",
                embedded.directory().toUri().toString());
    EngineSpec spec =
        new EngineSpec("viewfs://models/shapes", "euler", 1, List.of("brightness"), 4);
    SearchSpace space = EvaluatorContractTest.space(3);
    try (JavaSparkContext spark =
            new JavaSparkContext(SparkSettings.completeForSearchesAlone(conf));
        SparkEvaluator evaluator =
            EvaluatorContractTest.evaluator(spark, spec, List.of(PROMPT), space)) {
      List<Outcome> outcomes = evaluator.evaluate(0, List.of(space.firstSample(PROMPT)));
      assertThat(outcomes).hasSize(1).allMatch(one -> one instanceof Outcome.Scored);
    }
  }
}
