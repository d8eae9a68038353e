package dev.prospector.driver.cluster;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.Latents;
import java.io.Serializable;
import java.util.List;

/**
 * Opens what evaluates a task's batches; it travels to the task in its place. A search's are {@link
 * EngineEvaluators}; whoever measures the driver alone has others.
 */
public interface BatchEvaluators extends Serializable {

  /** What is computed: the batch size, and whose scores there are. */
  EngineSpec spec();

  /**
   * Opens one for a task, which closes it.
   *
   * @param files whence bundles and images come
   * @param prompts of the task's candidates
   * @param parents where the candidates' parents stand
   * @param everyImage whether predictions are given as images too, not only finished images
   */
  BatchEvaluator open(
      HadoopFiles files, Wave wave, List<Prompt> prompts, Latents parents, boolean everyImage);
}
