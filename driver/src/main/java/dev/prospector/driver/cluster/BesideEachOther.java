package dev.prospector.driver.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;

/**
 * Takes partitions that one executor holds as one: whoever passes over what many rounds have left
 * then costs the driver a task for each slot, and not one for each task that there has been. What
 * nobody holds any more stays apart, since many slots are to make it again.
 */
final class BesideEachOther implements PartitionCoalescer, Partition {
  private static final long serialVersionUID = 1L;

  /** By partition, as Spark writes the location of an executor; empty for none. */
  private final transient List<String> places;

  private BesideEachOther(List<String> places) {
    this.places = places;
  }

  /**
   * The images of some rounds, in about as many partitions as there are slots, if there were more.
   *
   * @param rounds that were persisted, 1 or more
   */
  static JavaRDD<HeldSample> images(JavaSparkContext spark, List<JavaRDD<HeldSample>> rounds) {
    JavaRDD<HeldSample> all =
        rounds.stream()
            .map(round -> round.filter(HeldSample::hasImage))
            .reduce(JavaRDD::union)
            .orElseThrow();
    int slots = spark.defaultParallelism();
    if (all.getNumPartitions() <= slots) {
      return all;
    }
    List<String> places = new ArrayList<>();
    rounds.forEach(round -> places.addAll(places(round)));
    Option<PartitionCoalescer> beside = Option.apply(new BesideEachOther(places));
    return all.rdd().coalesce(slots, false, beside, null).toJavaRDD();
  }

  /** Asked of whoever has the blocks: what Spark's scheduler knows is from before the round. */
  private static List<String> places(JavaRDD<HeldSample> round) {
    BlockId[] blocks =
        IntStream.range(0, round.getNumPartitions())
            .mapToObj(partition -> new RDDBlockId(round.id(), partition))
            .toArray(BlockId[]::new);
    var holders = SparkEnv.get().blockManager().master().getLocations(blocks);
    return IntStream.range(0, blocks.length)
        .mapToObj(holders::apply)
        .map(some -> some.isEmpty() ? "" : FirstExecutors.place(some.head()))
        .toList();
  }

  @Override
  public PartitionGroup[] coalesce(int slots, RDD<?> parent) {
    Map<String, List<Partition>> byPlace = new TreeMap<>();
    List<PartitionGroup> groups = new ArrayList<>();
    for (Partition one : parent.partitions()) {
      String place = places.get(one.index());
      if (place.isEmpty()) {
        groups.add(group(Option.empty(), List.of(one)));
      } else {
        byPlace.computeIfAbsent(place, executor -> new ArrayList<>()).add(one);
      }
    }
    int share = (places.size() + slots - 1) / slots;
    byPlace.forEach(
        (place, held) -> {
          for (int from = 0; from < held.size(); from += share) {
            List<Partition> some = held.subList(from, Math.min(from + share, held.size()));
            groups.add(group(Option.apply(place), some));
          }
        });
    return groups.toArray(PartitionGroup[]::new);
  }

  private static PartitionGroup group(Option<String> place, List<Partition> partitions) {
    PartitionGroup group = new PartitionGroup(place);
    partitions.forEach(one -> group.partitions().$plus$eq(one));
    return group;
  }

  /** Spark has it serialised as Scala means it; a partition is that under any Scala. */
  @Override
  public int index() {
    return 0;
  }
}
