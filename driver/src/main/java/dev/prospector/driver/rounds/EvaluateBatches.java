package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.DenoiseAndVerify;
import dev.prospector.executors.engine.Engine;
import dev.prospector.executors.engine.EngineSpec;
import dev.prospector.executors.engine.Evaluated;
import dev.prospector.executors.engine.Picture;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.LongAccumulator;

/**
 * What a task of a round does with its batches.
 *
 * @param wave the prompts, their ordinals consecutive
 * @param searched the verifier that decides, by its place in {@code Scores}
 * @param k winners per prompt
 * @param evaluated counts candidates, for the progress line
 */
record EvaluateBatches(
    EngineSpec spec, Broadcast<Prompt[]> wave, int searched, int k, LongAccumulator evaluated)
    implements FlatMapFunction<Iterator<Candidate[]>, Evaluation> {

  @Override
  public Iterator<Evaluation> call(Iterator<Candidate[]> batches) {
    Prompt[] prompts = wave.value();
    int offset = prompts[0].ordinal();
    DenoiseAndVerify denoiseAndVerify =
        new DenoiseAndVerify(Engine.of(spec, gpu()), ordinal -> prompts[ordinal - offset]);
    List<Outcome> outcomes = new ArrayList<>();
    KeptPictures kept = new KeptPictures(k);
    while (batches.hasNext()) {
      for (Evaluated one : denoiseAndVerify.evaluate(List.of(batches.next()))) {
        if (one.outcome() instanceof Scored scored) {
          kept.offer(scored.scores().of(searched), scored.id(), one.picture().orElseThrow());
        }
        outcomes.add(one.outcome());
        evaluated.add(1);
      }
      if (TaskContext.get().isInterrupted()) {
        throw new IllegalStateException("the task was cancelled");
      }
    }
    Map<CandidateId, Picture> pictures = kept.all();
    return outcomes.stream()
        .map(
            outcome -> {
              Picture picture = pictures.get(outcome.id());
              return picture == null ? Evaluation.of(outcome) : Evaluation.of(outcome, picture);
            })
        .iterator();
  }

  /** The address that the cluster manager gave this task. */
  private static OptionalInt gpu() {
    ResourceInformation gpu = TaskContext.get().resourcesJMap().get("gpu");
    return gpu == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(gpu.addresses()[0]));
  }
}
