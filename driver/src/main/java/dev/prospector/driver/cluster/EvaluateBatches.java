package dev.prospector.driver.cluster;

import dev.prospector.driver.search.Objective;
import dev.prospector.executors.bundle.HadoopFiles;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome.Scored;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EvaluatedSample;
import dev.prospector.executors.engine.Latents;
import dev.prospector.executors.image.Image;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What a task of a round does.
 *
 * @param evaluators open what evaluates
 * @param conf how the driver reaches file systems: what Spark itself tells an executor of them is
 *     what its own machine's files say
 * @param previous id of the RDD whose blocks hold the parents' latents
 * @param objective decides which images can still win
 * @param k how many of a prompt can still win
 * @param everyImage whether images of predictions are kept too
 * @param evaluated counts candidates, for the progress line
 * @param nfe counts evaluations of D, for the cost report
 */
record EvaluateBatches(
    BatchEvaluators evaluators,
    Broadcast<SerializableConfiguration> conf,
    Broadcast<Wave> wave,
    int previous,
    Objective objective,
    int k,
    boolean everyImage,
    LongAccumulator evaluated,
    LongAccumulator nfe)
    implements FlatMapFunction<Iterator<TaskInput>, HeldSample> {

  @Override
  public Iterator<HeldSample> call(Iterator<TaskInput> assignments) {
    List<HeldSample> evaluations = new ArrayList<>();
    while (assignments.hasNext()) {
      evaluate(assignments.next(), evaluations);
    }
    return evaluations.iterator();
  }

  private void evaluate(TaskInput assignment, List<HeldSample> evaluations) {
    HadoopFiles files = new HadoopFiles(conf.value().value());
    Wave all = wave.value();
    List<List<Candidate>> batches = assignment.batches();
    List<Prompt> prompts =
        batches.stream()
            .flatMap(List::stream)
            .map(candidate -> all.prompt(candidate.id().prompt()))
            .distinct()
            .toList();
    Latents parents = new BlockLatents(previous, assignment, batches);
    KeptImages kept = new KeptImages(objective, k);
    try (BatchEvaluator evaluator = evaluators.open(files, all, prompts, parents, everyImage)) {
      for (List<Candidate> batch : batches) {
        evaluate(batch, evaluator, kept, evaluations);
      }
    }
    Map<CandidateId, Image> images = kept.all();
    evaluations.replaceAll(
        one -> {
          Image image = images.get(one.outcome().id());
          return image == null ? one : one.withImage(image.png());
        });
  }

  private void evaluate(
      List<Candidate> batch,
      BatchEvaluator evaluator,
      KeptImages kept,
      List<HeldSample> evaluations) {
    long before = evaluator.nfe();
    for (EvaluatedSample one : evaluator.evaluate(batch)) {
      HeldSample evaluation = HeldSample.of(one.outcome());
      if (one.outcome() instanceof Scored scored && one.image().isPresent()) {
        kept.offer(scored, one.image().get());
      }
      evaluations.add(one.latents().map(evaluation::withLatents).orElse(evaluation));
      evaluated.add(1);
    }
    nfe.add(evaluator.nfe() - before);
    if (TaskContext.get().isInterrupted()) {
      throw new IllegalStateException("the task was cancelled");
    }
  }
}
