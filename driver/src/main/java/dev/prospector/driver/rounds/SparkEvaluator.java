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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

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
    int[] order = blocks.byPlace(candidates);
    List<List<PackedBatch>> tasks =
        deal(() -> Arrays.stream(order).mapToObj(candidates::get).iterator());
    JavaRDD<Evaluation> evaluations =
        evaluations(tasks, names.of(round, candidates.size()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    RoundOutcomes outcomes = new RoundOutcomes(round, order.length, spec.verifiers().size());
    spark
        .sc()
        .runJob(
            evaluations.rdd(),
            new TakeOutcomes(),
            (task, some) -> {
              outcomes.putAll(positions(tasks.get((int) task), order), some);
              return BoxedUnit.UNIT;
            },
            ClassTag$.MODULE$.<Outcome[]>apply(Outcome[].class));
    remember(evaluations, tasks, order, outcomes);
    return outcomes;
  }

  /** Draws candidates again whose pictures an earlier driver's executors held. */
  JavaRDD<Evaluation> drawAgain(List<Candidate> candidates) {
    return evaluations(deal(candidates), names.drawnAgain(candidates.size()));
  }

  /** The positions in the round of a task's candidates. */
  private static int[] positions(List<PackedBatch> task, int[] order) {
    return task.stream()
        .flatMapToInt(batch -> Arrays.stream(order, batch.from(), batch.to()))
        .toArray();
  }

  private List<List<PackedBatch>> deal(Iterable<Candidate> candidates) {
    Packing packing = Packing.here();
    List<PackedBatch> batches = new ArrayList<>();
    Batches.forEach(
        candidates,
        spec.batch(),
        batch -> {
          int from = batches.isEmpty() ? 0 : batches.get(batches.size() - 1).to();
          batches.add(new PackedBatch(from, batch, blocks, space, packing));
        });
    return Dealing.of(spark.defaultParallelism(), batches, blocks.isEmpty());
  }

  private JavaRDD<Evaluation> evaluations(List<List<PackedBatch>> tasks, String name) {
    spark.setJobDescription(name);
    LongAccumulator evaluated = spark.sc().longAccumulator(name);
    LongAccumulator spent = spark.sc().longAccumulator();
    nfe.add(spent);
    int count =
        tasks.stream().flatMap(List::stream).mapToInt(batch -> batch.to() - batch.from()).sum();
    long cost = tasks.stream().flatMap(List::stream).mapToLong(PackedBatch::nfe).sum();
    listener.roundStarted(name, count, cost, evaluated::sum);
    EvaluateBatches work =
        new EvaluateBatches(
            spec, wave, blocks.rdd(), space.objective(), space.k(), evaluated, spent);
    return Dealing.distribute(spark, tasks, blocks).mapPartitions(work).setName(name);
  }

  /** Keeps what a later round or the winners need, and lets go of what none can need any more. */
  private void remember(
      JavaRDD<Evaluation> round,
      List<List<PackedBatch>> tasks,
      int[] order,
      RoundOutcomes outcomes) {
    boolean hasPictures = false;
    boolean goesOn = false;
    int[] blockOf = new int[order.length];
    Arrays.fill(blockOf, Assignment.NO_BLOCK);
    for (int task = 0; task < tasks.size(); task++) {
      for (PackedBatch batch : tasks.get(task)) {
        hasPictures |= batch.look() == Look.PICTURE;
        goesOn |= batch.look().goesOn();
        for (int i = batch.from(); i < batch.to() && batch.look().goesOn(); i++) {
          blockOf[order[i]] = task;
        }
      }
    }
    blocks = goesOn ? new Blocks(round.id(), outcomes.ids(), blockOf) : Blocks.NONE;
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
