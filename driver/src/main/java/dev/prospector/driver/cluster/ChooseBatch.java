package dev.prospector.driver.cluster;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.BatchSize;
import dev.prospector.executors.engine.EngineSpec;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Finds, on one executor, the batch size for all of a run: scores depend on it in their last
 * digits.
 *
 * @param spec of the run; its own size does not matter
 */
public record ChooseBatch(EngineSpec spec) implements Function<Prompt, Integer> {

  @Override
  public Integer call(Prompt prompt) {
    HadoopFiles.reach(SparkHadoopUtil.get().conf());
    return BatchSize.byTrial(spec, TaskGpu.address(), prompt);
  }

  /** Runs one task. */
  public static int on(JavaSparkContext spark, EngineSpec spec, Prompt prompt) {
    spark.setJobDescription("batch size");
    return spark.parallelize(List.of(prompt), 1).map(new ChooseBatch(spec)).first();
  }
}
