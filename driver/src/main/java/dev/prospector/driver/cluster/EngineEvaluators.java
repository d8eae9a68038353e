package dev.prospector.driver.cluster;

import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.EvaluatedSample;
import dev.prospector.executors.engine.Latents;
import java.util.List;

/**
 * A model and its verifiers.
 *
 * @param spec of the engine that a task makes
 */
public record EngineEvaluators(EngineSpec spec) implements BatchEvaluators {

  @Override
  public BatchEvaluator open(
      HadoopFiles files, Wave wave, List<Prompt> prompts, Latents parents, boolean everyImage) {
    Engine engine = Engine.of(spec, TaskGpu.address(), files);
    try {
      engine.encode(prompts);
      return new Opened(engine, new DenoiseAndVerify(engine, wave::prompt, parents, everyImage));
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private record Opened(Engine engine, DenoiseAndVerify evaluator) implements BatchEvaluator {

    @Override
    public List<EvaluatedSample> evaluate(List<Candidate> batch) {
      return evaluator.evaluate(batch);
    }

    @Override
    public long nfe() {
      return evaluator.nfe();
    }

    @Override
    public void close() {
      engine.close();
    }
  }
}
