package dev.prospector.driver.cluster;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.BatchSize;
import dev.prospector.executors.engine.EngineSpec;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Finds, on one executor, the batch size for all of a run: scores depend on it in their last
 * digits.
 *
 * @param spec of the run; its own size does not matter
 * @param conf how to reach file systems
 */
public record ChooseBatch(EngineSpec spec, SerializableConfiguration conf)
    implements Function<Prompt, Integer> {

  @Override
  public Integer call(Prompt prompt) {
    return BatchSize.byTrial(spec, TaskGpu.address(), prompt, new HadoopFiles(conf.value()));
  }

  /** Runs one task. */
  public static int on(JavaSparkContext spark, EngineSpec spec, Prompt prompt) {
    spark.setJobDescription("batch size");
    SerializableConfiguration conf = new SerializableConfiguration(spark.hadoopConfiguration());
    return spark.parallelize(List.of(prompt), 1).map(new ChooseBatch(spec, conf)).first();
  }
}
