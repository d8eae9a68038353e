package dev.prospector.driver.rounds;

import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.EngineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Evaluates a wave's rounds on the cluster, one Spark job a round. Candidates go out as recipes,
 * outcomes come back, pictures stay on the executors; if one is lost, Spark makes its pictures
 * again from the recipes.
 */
final class SparkEvaluator implements CandidateEvaluator, AutoCloseable {

  /** Enough tasks per slot that a slow executor does not hold up the round. */
  private static final int TASKS_PER_SLOT = 4;

  /** Few enough batches per task that progress is seen, and little is lost with an executor. */
  private static final int BATCHES_PER_TASK = 8;

  private final JavaSparkContext spark;
  private final EngineSpec spec;
  private final Broadcast<Prompt[]> wave;
  private final int searched;
  private final int k;
  private final RoundNames names;
  private final RunListener listener;
  private final List<JavaRDD<Evaluation>> rounds = new ArrayList<>();
  private final List<LongAccumulator> counts = new ArrayList<>();

  SparkEvaluator(
      JavaSparkContext spark,
      EngineSpec spec,
      List<Prompt> wave,
      int searched,
      int k,
      RoundNames names,
      RunListener listener) {
    this.spark = spark;
    this.spec = spec;
    this.wave = spark.broadcast(wave.toArray(Prompt[]::new));
    this.searched = searched;
    this.k = k;
    this.names = names;
    this.listener = listener;
  }

  @Override
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    List<Candidate[]> batches = batches(candidates);
    int wanted =
        Math.max(TASKS_PER_SLOT * spark.defaultParallelism(), batches.size() / BATCHES_PER_TASK);
    int tasks = Math.min(batches.size(), wanted);
    String name = names.of(round, candidates.size());
    spark.setJobDescription(name);
    LongAccumulator evaluated = spark.sc().longAccumulator(name);
    counts.add(evaluated);
    listener.roundStarted(name, candidates.size(), evaluated::sum);
    JavaRDD<Evaluation> evaluations =
        spark
            .parallelize(deal(batches, tasks), tasks)
            .mapPartitions(new EvaluateBatches(spec, wave, searched, k, evaluated))
            .setName(name)
            .persist(StorageLevel.MEMORY_AND_DISK());
    rounds.add(evaluations);
    Map<CandidateId, Outcome> outcomes = new HashMap<>();
    for (Outcome outcome : evaluations.map(Evaluation::outcome).collect()) {
      outcomes.put(outcome.id(), outcome);
    }
    return candidates.stream().map(candidate -> outcomes.get(candidate.id())).toList();
  }

  /** The pictures that executors still hold. */
  JavaRDD<Evaluation> pictures() {
    return rounds.stream()
        .map(round -> round.filter(Evaluation::hasPicture))
        .reduce(JavaRDD::union)
        .orElseGet(spark::emptyRDD);
  }

  /**
   * How many candidates executors evaluated, those included whose pictures were lost and made
   * again; attempts that died before they could tell are not. For cost reports only.
   */
  long evaluations() {
    return counts.stream().mapToLong(LongAccumulator::sum).sum();
  }

  private List<Candidate[]> batches(List<Candidate> candidates) {
    List<Candidate[]> batches = new ArrayList<>();
    for (int from = 0; from < candidates.size(); from += spec.batch()) {
      int to = Math.min(from + spec.batch(), candidates.size());
      batches.add(candidates.subList(from, to).toArray(Candidate[]::new));
    }
    return batches;
  }

  /** Deals neighbours to different tasks, so that one prompt's candidates spread over executors. */
  private static <T> List<T> deal(List<T> cards, int players) {
    List<T> dealt = new ArrayList<>(cards.size());
    for (int player = 0; player < players; player++) {
      for (int card = player; card < cards.size(); card += players) {
        dealt.add(cards.get(card));
      }
    }
    return dealt;
  }

  @Override
  public void close() {
    rounds.forEach(round -> round.unpersist(false));
    wave.destroy();
  }
}
