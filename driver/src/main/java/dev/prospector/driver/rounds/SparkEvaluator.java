package dev.prospector.driver.rounds;

import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Look;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.engine.Batches;
import dev.prospector.executors.engine.EngineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Evaluates a wave's rounds on the cluster, one Spark job a round. Candidates go out as recipes,
 * outcomes come back; pictures and latents stay on the executors. If one is lost, what it held is
 * made again from the recipes.
 */
final class SparkEvaluator implements CandidateEvaluator, AutoCloseable {
  private static final int ROUNDS_BEFORE_SORTING_OUT = 8;

  private final JavaSparkContext spark;
  private final EngineSpec spec;
  private final Broadcast<Wave> wave;
  private final SearchSpace space;
  private final RoundNames names;
  private final RunListener listener;
  private final List<JavaRDD<Evaluation>> pictures = new ArrayList<>();
  private final List<Broadcast<CandidateId[]>> broadcasts = new ArrayList<>();
  private final List<LongAccumulator> nfe = new ArrayList<>();
  private JavaRDD<Evaluation> latest;
  private Blocks blocks = Blocks.NONE;

  SparkEvaluator(
      JavaSparkContext spark,
      EngineSpec spec,
      List<Prompt> wave,
      SearchSpace space,
      RoundNames names,
      RunListener listener) {
    this.spark = spark;
    this.spec = spec;
    this.wave = spark.broadcast(Wave.of(wave));
    this.space = space;
    this.names = names;
    this.listener = listener;
  }

  @Override
  public List<Outcome> evaluate(int round, List<Candidate> candidates) {
    String name = names.of(round, candidates.size());
    List<Candidate> placed = blocks.byPlace(candidates);
    List<List<List<Candidate>>> tasks =
        Dealing.of(spark.defaultParallelism(), Batches.of(placed, spec.batch()), blocks.isEmpty());
    JavaRDD<Evaluation> evaluations =
        evaluations(tasks, name, candidates).persist(StorageLevel.MEMORY_AND_DISK());
    Map<CandidateId, Outcome> outcomes = new HashMap<>();
    for (Outcome outcome : evaluations.map(Evaluation::outcome).collect()) {
      outcomes.put(outcome.id(), outcome);
    }
    remember(evaluations, tasks);
    List<Outcome> inOrder = new ArrayList<>(candidates.size());
    for (Candidate candidate : candidates) {
      inOrder.add(outcomes.get(candidate.id()).sharing(candidate.id()));
    }
    return inOrder;
  }

  /** Draws candidates again whose pictures an earlier driver's executors held. */
  JavaRDD<Evaluation> drawAgain(List<Candidate> candidates) {
    List<List<List<Candidate>>> tasks =
        Dealing.of(
            spark.defaultParallelism(), Batches.of(candidates, spec.batch()), blocks.isEmpty());
    return evaluations(tasks, names.drawnAgain(candidates.size()), candidates);
  }

  private JavaRDD<Evaluation> evaluations(
      List<List<List<Candidate>>> tasks, String name, List<Candidate> candidates) {
    spark.setJobDescription(name);
    LongAccumulator evaluated = spark.sc().longAccumulator(name);
    LongAccumulator spent = spark.sc().longAccumulator();
    nfe.add(spent);
    long cost = candidates.stream().mapToLong(space::nfe).sum();
    listener.roundStarted(name, candidates.size(), cost, evaluated::sum);
    EvaluateBatches work =
        new EvaluateBatches(
            spec, wave, blocks.rdd(), space.objective(), space.k(), evaluated, spent);
    return Dealing.distribute(spark, tasks, blocks).mapPartitions(work).setName(name);
  }

  /** Keeps what a later round or the winners need, and lets go of what none can need any more. */
  private void remember(JavaRDD<Evaluation> round, List<List<List<Candidate>>> tasks) {
    blocks = new Blocks(round.id());
    boolean hasPictures = false;
    for (int task = 0; task < tasks.size(); task++) {
      for (List<Candidate> batch : tasks.get(task)) {
        for (Candidate candidate : batch) {
          hasPictures |= candidate.look() == Look.PICTURE;
          if (candidate.look().goesOn()) {
            blocks.put(candidate.id(), task);
          }
        }
      }
    }
    if (latest != null && !pictures.contains(latest)) {
      latest.unpersist(false);
    }
    latest = round;
    if (hasPictures) {
      pictures.add(round);
    }
  }

  /**
   * Lets go of pictures that can't win any more, once enough rounds have left some: a long search
   * keeps as many as a short one.
   *
   * @param wanted whose pictures may still be asked for; asked only then
   */
  void keepOnly(Supplier<Set<CandidateId>> wanted) {
    if (pictures.size() < ROUNDS_BEFORE_SORTING_OUT) {
      return;
    }
    Broadcast<CandidateId[]> ids = spark.broadcast(wanted.get().toArray(CandidateId[]::new));
    broadcasts.add(ids);
    spark.setJobDescription(names.sortingOut());
    JavaRDD<Evaluation> kept =
        pictures().mapPartitions(new OnlyWanted(ids)).persist(StorageLevel.MEMORY_AND_DISK());
    kept.count();
    pictures.forEach(round -> round.unpersist(false));
    pictures.clear();
    pictures.add(kept);
  }

  /** The pictures that executors still hold. */
  JavaRDD<Evaluation> pictures() {
    return pictures.stream()
        .map(round -> round.filter(Evaluation::hasPicture))
        .reduce(JavaRDD::union)
        .orElseGet(spark::emptyRDD);
  }

  /**
   * Evaluations of D on the executors, repeated ones included; attempts that died before they could
   * tell are not. For cost reports only.
   */
  long nfe() {
    return nfe.stream().mapToLong(LongAccumulator::sum).sum();
  }

  @Override
  public void close() {
    if (latest != null) {
      latest.unpersist(false);
    }
    pictures.forEach(round -> round.unpersist(false));
    broadcasts.forEach(Broadcast::destroy);
    wave.destroy();
  }
}
