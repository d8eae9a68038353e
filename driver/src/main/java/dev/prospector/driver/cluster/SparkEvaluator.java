package dev.prospector.driver.cluster;

import dev.prospector.driver.search.NoObjective;
import dev.prospector.driver.search.Objective;
import dev.prospector.driver.search.SearchSpace;
import dev.prospector.executors.candidate.Candidate;
import dev.prospector.executors.candidate.CandidateEvaluator;
import dev.prospector.executors.candidate.CandidateId;
import dev.prospector.executors.candidate.Outcome;
import dev.prospector.executors.candidate.Prompt;
import dev.prospector.executors.candidate.Readout;
import dev.prospector.executors.engine.Batches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.apache.spark.SparkDriverExecutionException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Evaluates a wave's rounds on the cluster, one Spark job a round. Candidates go out as recipes,
 * outcomes come back; images and latents stay on the executors. If one is lost, what it held is
 * made again from the recipes.
 */
public final class SparkEvaluator implements CandidateEvaluator, AutoCloseable {
  private static final int ROUNDS_BEFORE_SORTING_OUT = 8;
  private final JavaSparkContext spark;
  private final BatchEvaluators evaluators;
  private final Broadcast<SerializableConfiguration> conf;
  private final Broadcast<Wave> wave;
  private final SearchSpace space;
  private final FailureStreak streak;
  private final RoundNames names;
  private final RunListener listener;
  private final boolean everyImage;
  private final List<JavaRDD<HeldSample>> images = new ArrayList<>();
  private final List<Broadcast<CandidateId[]>> broadcasts = new ArrayList<>();
  private final List<LongAccumulator> nfe = new ArrayList<>();
  private JavaRDD<HeldSample> latest;
  private Blocks blocks = Blocks.NONE;
  private long nfePadding;

  /**
   * An evaluator of one wave's rounds.
   *
   * @param evaluators open what evaluates tasks' batches
   * @param space whose objective decides which images can still win
   * @param everyImage whether images of predictions are kept too
   */
  public SparkEvaluator(
      JavaSparkContext spark,
      BatchEvaluators evaluators,
      List<Prompt> wave,
      SearchSpace space,
      RoundNames names,
      RunListener listener,
      boolean everyImage) {
    this.spark = spark;
    this.evaluators = evaluators;
    this.conf = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    this.wave = spark.broadcast(Wave.of(wave));
    this.space = space;
    this.streak = new FailureStreak(wave.size());
    this.names = names;
    this.listener = listener;
    this.everyImage = everyImage;
  }

  @Override
  public RoundOutcomes evaluate(int round, List<Candidate> candidates) {
    return evaluate(round, candidates, finished -> {});
  }

  /**
   * The same for somebody who watches.
   *
   * @param watcher is given each task's finished images as they come, in any order, in a thread of
   *     Spark's
   */
  public RoundOutcomes evaluate(
      int round, List<Candidate> candidates, Consumer<List<Outcome>> watcher) {
    int[] order = blocks.byPlace(candidates);
    List<List<SerializedBatch>> tasks =
        deal(() -> Arrays.stream(order).mapToObj(candidates::get).iterator());
    String name = names.of(round, candidates.size());
    long nfeCharged = round == CandidateId.FIRST_SAMPLE ? 0 : nfe(tasks);
    JavaRDD<HeldSample> evaluations =
        evaluations(tasks, space.objective(), name, nfeCharged, prompts(candidates))
            .persist(StorageLevel.MEMORY_AND_DISK());
    int verifiers = evaluators.spec().verifiers().size();
    RoundOutcomes outcomes = new RoundOutcomes(round, order.length, verifiers);
    int size = evaluators.spec().batch();
    try (SearchMetrics.Sent sent = new SearchMetrics.Sent(order.length, size)) {
      run(
          evaluations,
          (some, task) -> {
            outcomes.putAll(positions(tasks.get(task), order), some);
            sent.back(some);
            watcher.accept(finished(tasks.get(task), some));
          });
    }
    remember(evaluations, tasks, order, outcomes);
    return outcomes;
  }

  private void run(JavaRDD<HeldSample> evaluations, ObjIntConsumer<Outcome[]> taking) {
    String tag = "prospector-round-" + evaluations.id();
    spark.addJobTag(tag);
    try {
      spark
          .sc()
          .runJob(
              evaluations.rdd(),
              new TakeOutcomes(),
              (task, some) -> {
                streak.add(some);
                taking.accept(some, (int) task);
                return BoxedUnit.UNIT;
              },
              ClassTag$.MODULE$.<Outcome[]>apply(Outcome[].class));
    } catch (Exception e) { // Scala throws what it does not declare.
      if (e instanceof SparkDriverExecutionException) { // Of what is done here; tasks would go on.
        spark.sc().cancelJobsWithTag(tag);
      }
      if (e.getCause() instanceof NothingSucceedsException hopeless) {
        throw hopeless;
      }
      throw e;
    } finally {
      spark.removeJobTag(tag);
    }
  }

  /**
   * Draws candidates again whose images an earlier driver's executors held. Each image is kept:
   * they are of different rounds and have won already, some against others than are here.
   */
  public JavaRDD<HeldSample> drawAgain(List<Candidate> candidates) {
    String name = names.drawnAgain(candidates.size());
    return evaluations(deal(candidates), new NoObjective(), name, 0, prompts(candidates));
  }

  private static long prompts(List<Candidate> candidates) {
    return candidates.stream().mapToInt(candidate -> candidate.id().prompt()).distinct().count();
  }

  /** The positions in the round of a task's candidates. */
  private static int[] positions(List<SerializedBatch> task, int[] order) {
    return task.stream()
        .flatMapToInt(batch -> Arrays.stream(order, batch.from(), batch.to()))
        .toArray();
  }

  private static List<Outcome> finished(List<SerializedBatch> task, Outcome[] outcomes) {
    List<Outcome> finished = new ArrayList<>();
    int from = 0;
    for (SerializedBatch batch : task) {
      int to = from + batch.to() - batch.from();
      if (batch.readout() == Readout.IMAGE) {
        finished.addAll(Arrays.asList(outcomes).subList(from, to));
      }
      from = to;
    }
    return finished;
  }

  private List<List<SerializedBatch>> deal(Iterable<Candidate> candidates) {
    Packing packing = Packing.here();
    int size = evaluators.spec().batch();
    List<SerializedBatch> batches = new ArrayList<>();
    Batches.forEach(
        candidates,
        size,
        batch -> {
          int from = batches.isEmpty() ? 0 : batches.get(batches.size() - 1).to();
          batches.add(new SerializedBatch(from, batch, blocks, space, packing));
          nfePadding += (long) (size - batch.size()) * space.nfe(batch.get(0));
        });
    return TaskPlanner.of(
        spark.defaultParallelism(), batches, blocks.isEmpty(), SerializedBatch::nfe);
  }

  private static long nfe(List<List<SerializedBatch>> tasks) {
    return tasks.stream().flatMap(List::stream).mapToLong(SerializedBatch::nfe).sum();
  }

  private JavaRDD<HeldSample> evaluations(
      List<List<SerializedBatch>> tasks,
      Objective objective,
      String name,
      long nfeCharged,
      long prompts) {
    spark.setJobDescription(RoundNames.ofJob(name, prompts));
    LongAccumulator done = spark.sc().longAccumulator(name);
    LongAccumulator spent = spark.sc().longAccumulator();
    nfe.add(spent);
    int count =
        tasks.stream().flatMap(List::stream).mapToInt(batch -> batch.to() - batch.from()).sum();
    listener.roundStarted(name, count, nfeCharged, done::sum);
    EvaluateBatches work =
        new EvaluateBatches(
            evaluators, conf, wave, blocks.rdd(), objective, space.held(), everyImage, done, spent);
    return TaskPlanner.distribute(spark, tasks, blocks).mapPartitions(work).setName(name);
  }

  /** Keeps what a later round or the winners need, and lets go of what none can need any more. */
  private void remember(
      JavaRDD<HeldSample> round,
      List<List<SerializedBatch>> tasks,
      int[] order,
      RoundOutcomes outcomes) {
    boolean hasImages = false;
    boolean goesOn = false;
    int[] blockOf = new int[order.length];
    Arrays.fill(blockOf, TaskInput.NO_BLOCK);
    for (int task = 0; task < tasks.size(); task++) {
      for (SerializedBatch batch : tasks.get(task)) {
        hasImages |= batch.readout() == Readout.IMAGE;
        goesOn |= batch.readout().goesOn();
        for (int i = batch.from(); i < batch.to() && batch.readout().goesOn(); i++) {
          blockOf[order[i]] = task;
        }
      }
    }
    blocks = goesOn ? new Blocks(round.id(), outcomes.ids(), blockOf) : Blocks.NONE;
    if (latest != null && !images.contains(latest)) {
      latest.unpersist(false);
    }
    latest = round;
    if (hasImages) {
      images.add(round);
    }
  }

  /**
   * Lets go of images that can't win any more, once enough rounds have left some: a long search
   * keeps as many as a short one.
   *
   * @param wanted whose images may still be asked for; asked only then
   */
  public void keepOnly(Supplier<Set<CandidateId>> wanted) {
    if (images.size() < ROUNDS_BEFORE_SORTING_OUT) {
      return;
    }
    Broadcast<CandidateId[]> ids = spark.broadcast(wanted.get().toArray(CandidateId[]::new));
    broadcasts.add(ids);
    spark.setJobDescription(names.sortingOut());
    JavaRDD<HeldSample> kept =
        images().mapPartitions(new KeepById(ids)).persist(StorageLevel.MEMORY_AND_DISK());
    kept.count();
    images.forEach(round -> round.unpersist(false));
    images.clear();
    images.add(kept);
  }

  /** The samples of the latest round, with the images that were kept of them. */
  public JavaRDD<HeldSample> latest() {
    return latest == null ? spark.emptyRDD() : latest;
  }

  /** The images that executors still hold. */
  public JavaRDD<HeldSample> images() {
    return images.isEmpty() ? spark.emptyRDD() : BesideEachOther.images(spark, images);
  }

  /**
   * Evaluations of D on the executors, repeated ones included; attempts that died before they could
   * tell are not. For cost reports only.
   */
  public long nfe() {
    return nfe.stream().mapToLong(LongAccumulator::sum).sum();
  }

  /** Evaluations of D that only fill batches, had each been evaluated once. */
  public long nfePadding() {
    return nfePadding;
  }

  @Override
  public void close() {
    if (latest != null) {
      latest.unpersist(false);
    }
    images.forEach(round -> round.unpersist(false));
    broadcasts.forEach(Broadcast::destroy);
    wave.destroy();
    conf.destroy();
  }
}
